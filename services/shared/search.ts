import { invalidInput } from './errors.ts';

const LONGEST_SEARCH = 100;
const MOST_WORDS = 8;

/** What is looked for together, as LIKE patterns for keys made by the database's `fold_text`. */
export interface SearchTerm {
  /** Each must be found. */
  readonly patterns: readonly string[];
  /** Of words that may be a phone number, or part of one: its digits alone, which may be found instead. */
  readonly digits?: string;
}

/**
 * The terms of a search text: its words, those together that may be one phone number; none for a text without words.
 * `%`, `_` and `\` stand for themselves. A word of one or two characters is looked for where words begin: trigram
 * indexes do not know anything shorter inside words. Errors: `InvalidInput/SEARCH_TOO_LONG`.
 */
export function searchTerms(text: string): SearchTerm[] {
  if (text.length > LONGEST_SEARCH) {
    throw invalidInput(
      'SEARCH_TOO_LONG',
      `search has ${text.length} characters; use at most ${LONGEST_SEARCH}`,
      {
        field: 'search',
      },
    );
  }
  const words = fold(text).split(' ').filter(Boolean);
  if (words.length > MOST_WORDS) {
    throw invalidInput(
      'SEARCH_TOO_LONG',
      `search has ${words.length} words; use at most ${MOST_WORDS}`,
      {
        field: 'search',
      },
    );
  }
  return together(words).map(term => {
    const digits = digitsOf(term);
    return {
      patterns: term.map(patternOf),
      ...(digits !== undefined && { digits: patternOf(digits) }),
    };
  });
}

/** Words one by one, but for those next to each other that hold nothing but digits and what people put between them. */
function together(words: readonly string[]): string[][] {
  const terms: string[][] = [];
  for (const [i, word] of words.entries()) {
    const before = terms.at(-1);
    if (before && OF_PHONE.test(word) && OF_PHONE.test(words[i - 1] ?? '')) before.push(word);
    else terms.push([word]);
  }
  return terms;
}

/** At least three digits, or a country's code; undefined where that says nothing else than the words. */
function digitsOf(term: readonly string[]): string | undefined {
  const number = term.join('');
  const digits = number.replace(/[().+/-]/g, '');
  const least = number.startsWith('+') ? 1 : 3;
  if (!OF_PHONE.test(number) || digits.length < least || digits === term[0]) return undefined;
  return digits;
}

function patternOf(word: string): string {
  const plain = word.replace(/[\\%_]/g, '\\$&');
  return [...word].length <= 2 ? `% ${plain}%` : `%${plain}%`;
}

const OF_PHONE = /^[0-9().+/-]+$/;

/** The specialty of a filter, folded; undefined for none and, as for searches, for text without words. */
export function wantedSpecialty(text: string | null | undefined): string | undefined {
  return text ? fold(text) || undefined : undefined;
}

/**
 * Text as the database's `fold_text` keeps it, without the space in front: lower case, no accents, `đ` as `d`. Spaces
 * are Unicode's, as for PostgreSQL, not those of JavaScript's `\s`.
 */
export function fold(text: string): string {
  return Array.from(text.normalize('NFD'), character => character.toLowerCase())
    .join('')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .replace(/\p{White_Space}+/gu, ' ')
    .replace(/^ | $/g, '');
}
