import { type Queryable } from '../db/connection.ts';
import { rowState, switchRow, updateRow, type Columns } from '../db/row-changes.ts';
import { type About } from './change.ts';
import { changeRow } from './conditional.ts';
import { type Scope } from './operation.ts';

/** One row that a request names, and how the caller sees it. */
export interface Target {
  /** `consultant`: the table, and how errors call the row. */
  readonly table: string;
  readonly id: number | string;
  /** As which version the caller knows the row, if that matters. */
  readonly version: number | undefined;
  /** The entity as the caller selected it. */
  readonly read: (db: Queryable) => Promise<unknown>;
}

/**
 * The entity with the columns that the request names. What already is as it shall be succeeds and changes nothing.
 * Errors: `NotFound`, `Conflict/STALE_VERSION` with the entity, and breaches of rules.
 */
export function updateEntity(
  scope: Scope,
  about: About,
  { table, id, version, read }: Target,
  columns: Columns,
): Promise<unknown> {
  return changeRow(scope, about, {
    kind: table,
    id: String(id),
    version,
    run: db => updateRow(db, table, { id, version }, columns),
    read,
    state: db => rowState(db, table, id),
    isDone: () => false,
    obstacle: () => undefined,
  });
}

/**
 * The entity, disabled or enabled; one that already is stays as it was. Errors: `NotFound`, `Conflict/STALE_VERSION`
 * with the entity, and breaches of the rules that stand against it.
 */
export function switchEntity(
  scope: Scope,
  about: About,
  { table, id, version, read }: Target,
  isDisabled: boolean,
): Promise<unknown> {
  return changeRow(scope, about, {
    kind: table,
    id: String(id),
    version,
    run: db => switchRow(db, table, { id, version }, isDisabled),
    read,
    state: db => rowState(db, table, id),
    isDone: state => state.isDisabled === isDisabled,
    obstacle: () => undefined,
  });
}
