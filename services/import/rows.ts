import { type CopyValue } from '../db/copy-from.ts';
import { type Findings } from './finding.ts';
import { formats, type OriginalFileName } from './formats.ts';

export interface RowContext {
  readonly file: OriginalFileName;
  /** The office's date, YYYY-MM-DD. */
  readonly today: string;
  readonly fixPhones: boolean;
  readonly refusals: Findings;
  readonly warnings: Findings;
  readonly changes: Findings;
}

/**
 * A row as it is staged: its number, its state, the values of `filledColumns` in their order. `places` says in
 * which cell each column stands, −1 for none. A refused row keeps its key alone, where that could be read.
 */
export function readRow(
  row: number,
  cells: readonly string[],
  places: readonly number[],
  { file, today, fixPhones, refusals, warnings, changes }: RowContext,
): CopyValue[] {
  const { columns, key, check } = formats[file];
  const refused = new Set<string | null>();
  let column: string | null = null;
  const refuse = (where: string | null, code: string, reason: string): void => {
    refused.add(where);
    refusals.add({ file, row, column: where, code, reason });
  };
  const notes = {
    fixPhones,
    refuse: (code: string, reason: string) => refuse(column, code, reason),
    warn: (code: string, reason: string) => warnings.add({ file, row, column, code, reason }),
    change: (code: string, reason: string) => changes.add({ file, row, column, code, reason }),
  };
  const values = columns.map(({ name, read, empty }, index) => {
    const cell = cells[places[index] ?? -1] ?? '';
    column = name;
    if (cell !== '') return read(cell, notes);
    if (empty === 'refused') notes.refuse('REQUIRED', 'is empty, but every row needs it');
    return null;
  });
  if (refused.size === 0 && check) {
    const staged = Object.fromEntries(
      columns.map(({ name }, index) => [name, values[index] ?? null]),
    );
    check(staged, { refuse }, today);
  }
  const exact = columns.flatMap(({ asWritten }, index) =>
    asWritten === undefined ? [] : [cells[places[index] ?? -1] || null],
  );
  if (refused.size === 0) return [row, 'NEW', ...values, ...exact];
  const kept = columns.map(({ name }, index) =>
    key.includes(name) && !refused.has(name) ? (values[index] ?? null) : null,
  );
  return [row, 'REFUSED', ...kept, ...exact.map(() => null)];
}
