import { type Sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';

/** Something that always holds, and how to find where it does not. */
export interface Invariant {
  /** As in docs/domain.md; that of the constraint or trigger that keeps it, where there is one. */
  readonly name: string;
  /** What holds, as a sentence. */
  readonly rule: string;
  /** A select with a row for each violation: `id` (text), what it is about. */
  readonly violations: (now: OfficeTime) => Sql;
}

/** An invariant that holds whatever time it is. */
export function invariant(name: string, rule: string, violations: Sql): Invariant {
  return { name, rule, violations: () => violations };
}
