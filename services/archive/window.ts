import { isCalendarDate } from '../shared/dates.ts';
import { invalidInput } from '../shared/errors.ts';
import { type Manifest, type PartitionEntry } from './documents.ts';
import { type ArchivedTable } from './layout.ts';
import { dayOfPartition, perTable } from './partitions.ts';

/** Days of the office, both included. */
export interface DayWindow {
  readonly from: string;
  readonly to: string;
}

/** What of an archive is loaded, and what stays there. */
export interface Division {
  /** Null: everything is loaded. */
  readonly window: DayWindow | null;
  readonly tables: Readonly<
    Record<ArchivedTable, { readonly load: readonly PartitionEntry[]; readonly left: number }>
  >;
  /** Every partition that stays, of which a database that was loaded so must know. */
  readonly left: readonly { readonly table: ArchivedTable; readonly date: string }[];
}

/**
 * Divides the partitions by a window of days: those without a day are always loaded. Of the records, whose days are
 * those on which they were written, today's are loaded too: the day goes on being written to. Errors: `InvalidInput`.
 */
export function divide(
  manifests: Readonly<Record<ArchivedTable, Manifest>>,
  window: DayWindow | undefined,
  today: string,
): Division {
  if (window) checkWindow(window);
  const isLoaded = (table: ArchivedTable, day: string): boolean =>
    !window || isWithin(window, day) || (isRecord(table) && day === today);
  const left: { table: ArchivedTable; date: string }[] = [];
  const tables = perTable(table => {
    const { partitions } = manifests[table];
    const load: PartitionEntry[] = [];
    for (const entry of partitions) {
      const date = dayOfPartition(entry.partition);
      if (date === undefined || isLoaded(table, date)) load.push(entry);
      else left.push({ table, date });
    }
    return { load, left: partitions.length - load.length };
  });
  // A window in which everything lies leaves nothing to tell apart.
  return { window: left.length === 0 ? null : (window ?? null), tables, left };
}

const isWithin = ({ from, to }: DayWindow, day: string): boolean => from <= day && day <= to;

/** Tables whose day is the one on which the row was written. */
const isRecord = (table: ArchivedTable): boolean =>
  table === 'assignment' || table === 'audit_event';

/** Errors: `InvalidInput/BAD_DATE`. */
export function checkWindow({ from, to }: DayWindow): void {
  if (!isCalendarDate(from) || !isCalendarDate(to) || to < from) {
    throw invalidInput('BAD_DATE', `${from} to ${to} are no days; use dates as YYYY-MM-DD`, {
      field: 'from',
    });
  }
}
