import fc from 'fast-check';

/** Words that only accents, case or `đ` tell apart, beside some that are alike in part. */
const words = [
  'Nguyễn',
  'Nguyên',
  'NGUYEN',
  'Đặng',
  'Dang',
  'Đào',
  'Dao',
  'Ân',
  'An',
  'Ánh',
  'Lê',
  'Le',
  'Trần',
  'Thị',
  'Văn',
  'Hà',
  'Vy',
  'Ý',
] as const;

/** A name of two to four words. */
export const vietnameseName: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...words), { minLength: 2, maxLength: 4 })
  .map(parts => parts.join(' '));

/** What somebody types to find one: whole words and parts of them, with and without accents, in any case and form. */
export const searchText: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...words, '0901', '090 1', 'vn', 'a', '%', '_', 'x_', '50%', '\\', "'", '7'),
      fc.nat(3),
      fc.constantFrom('as is', 'upper', 'lower', 'plain', 'decomposed'),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map(parts =>
    parts.map(([word, cut, form]) => written(word.slice(cut % word.length), form)).join(' '),
  );

function written(word: string, form: string): string {
  if (form === 'upper') return word.toUpperCase();
  if (form === 'lower') return word.toLowerCase();
  if (form === 'plain') return plain(word);
  return form === 'decomposed' ? word.normalize('NFD') : word;
}

/** Without accents and case, as a person would strip them. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'd')
    .toLowerCase();
}

/**
 * The rule of searches, said naively: each word occurs in the text; one of one or two characters where a word of the
 * text begins.
 */
export function finds(text: string, search: string): boolean {
  const haystack = plain(text).split(/\s+/);
  return plain(search)
    .split(/\s+/)
    .filter(Boolean)
    .every(word =>
      haystack.some(one => ([...word].length <= 2 ? one.startsWith(word) : one.includes(word))),
    );
}
