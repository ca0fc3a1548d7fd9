import { invalidInput } from './errors.ts';

const LONGEST_SEARCH = 100;
const MOST_WORDS = 8;

/**
 * The LIKE patterns of a search text, one for each word, for keys made by the database's `fold_text`; none for a
 * text without words. `%`, `_` and `\` stand for themselves. A word of one or two characters is looked for where
 * words begin: trigram indexes do not know anything shorter inside words.
 * Errors: `InvalidInput/SEARCH_TOO_LONG`.
 */
export function searchPatterns(text: string): string[] {
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
  return words.map(word => {
    const plain = word.replace(/[\\%_]/g, '\\$&');
    return [...word].length <= 2 ? `% ${plain}%` : `%${plain}%`;
  });
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
