/** Something to say about one place of a file. Never holds what the row holds: rows are about people. */
export interface Finding {
  readonly file: string;
  /** As a spreadsheet numbers rows: the header is 1, and a record with line breaks is one row. Null for the file. */
  readonly row: number | null;
  /** As the file's header names it, in lower case. Null for the whole row. */
  readonly column: string | null;
  /** Stable, for programs: `BAD_DATE`. */
  readonly code: string;
  /** What is wrong and what would be right, for people. */
  readonly reason: string;
}

/** `Customer.csv, row 12, dateofbirth: is not a date … (BAD_DATE)` */
export function describe({ file, row, column, code, reason }: Finding): string {
  const place = [file, row === null ? '' : `row ${row}`, column ?? ''].filter(Boolean).join(', ');
  return `${place}: ${reason} (${code})`;
}

export function count(number: number, thing: string): string {
  return number === 1 ? `1 ${thing}` : `${number} ${thing}s`;
}

/** Findings of a kind: all are counted, the first ones kept. */
export interface Findings {
  readonly kept: readonly Finding[];
  readonly total: number;
  add(finding: Finding): void;
  /** Counts findings that nobody will see. */
  addUnseen(number: number): void;
}

export function createFindings(most = 100): Findings {
  const kept: Finding[] = [];
  let total = 0;
  return {
    kept,
    get total() {
      return total;
    },
    add(finding) {
      total++;
      if (kept.length < most) kept.push(finding);
    },
    addUnseen(number) {
      total += number;
    },
  };
}
