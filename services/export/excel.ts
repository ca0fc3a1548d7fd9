/** What a column holds, as far as a spreadsheet would get it wrong. */
export type CellKind =
  /** Somebody's text, which could be taken for a formula. */
  | 'text'
  /** Digits that are no number: a spreadsheet would drop zeros or round them. */
  | 'code'
  /** Made here: numbers, dates, words of a closed list. */
  | 'plain';

/**
 * A cell as a spreadsheet shows it unchanged. Codes become `="…"`, the one form that keeps digits as text; a text that
 * begins like a formula, whatever blanks are before it, gets an apostrophe in front.
 */
export function forSpreadsheet(text: string, kind: CellKind): string {
  if (kind === 'plain' || text === '') return text;
  if (kind === 'code' && CODE.test(text)) return `="${text}"`;
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Nothing that could end the quotes or begin anything inside them. */
const CODE = /^[0-9A-Za-z+(][0-9A-Za-z+() ./_-]*$/;

/** Full-width forms count as well, and so do tabs and line ends, after which a cell may begin anew. */
const FORMULA = /^(?:[\t\r\n]|[\p{White_Space}\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;
