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
      fc.constantFrom(
        ...words,
        '0901',
        '090 1',
        '0.901-2',
        '01 23',
        '+84',
        'vn',
        'a',
        '%',
        '_',
        'x_',
        '50%',
        '\\',
        "'",
        '7',
      ),
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
  return wordsOf(search).every(word => occurs(word, text));
}

/** The same in what is known of a person, where a phone number is also found however its digits are set apart. */
export function findsPerson(text: string, search: string): boolean {
  const words = wordsOf(search);
  return words.every((word, i) => {
    let [from, to] = [i, i];
    while (isOfPhone(words[from - 1])) from -= 1;
    while (isOfPhone(words[to + 1])) to += 1;
    const number = words.slice(from, to + 1).join('');
    const digits = number.replace(/\D/g, '');
    const isPhone = isOfPhone(word) && digits.length >= (number.startsWith('+') ? 1 : 3);
    return occurs(word, text) || (isPhone && occurs(digits, text));
  });
}

function wordsOf(text: string): string[] {
  return plain(text).split(/\s+/).filter(Boolean);
}

function occurs(word: string, text: string): boolean {
  return wordsOf(text).some(one =>
    [...word].length <= 2 ? one.startsWith(word) : one.includes(word),
  );
}

function isOfPhone(word: string | undefined): boolean {
  return word !== undefined && /^[0-9().+/-]+$/.test(word);
}
