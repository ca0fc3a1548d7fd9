import { type ClientBase } from 'pg';

/** Rows are loaded into an empty database only; this one has some, and keeps them. */
export class DatabaseNotEmpty extends Error {
  override readonly name = 'DatabaseNotEmpty';
  /** The table that has rows. */
  readonly table: string;
  constructor(table: string) {
    super(
      `the database already has data (in ${table}), and loading never mixes with it; use an empty database`,
    );
    this.table = table;
  }
}

/** Every table that holds data of its own, each after those it refers to. */
export const dataTables = [
  'customer',
  'consultant',
  'timeslot',
  'appointment',
  'feedback',
  'program',
  'program_participant',
  'assignment',
  'audit_event',
] as const;

/** Filled by triggers of the data tables. */
export const rollupTables = [
  'day_rollup',
  'consultant_day_rollup',
  'specialty_day_rollup',
  'creation_rollup',
  'customer_rollup',
  'consultant_rating_rollup',
  'program_rollup',
] as const;

/**
 * Keeps everybody else from writing until the transaction ends, and makes sure that nobody has written yet.
 * Errors: {@link DatabaseNotEmpty}.
 */
export async function lockEmptyTables(client: ClientBase): Promise<void> {
  await client.query(`lock table ${dataTables.join(', ')} in share row exclusive mode`);
  for (const table of dataTables) {
    const { rowCount } = await client.query(`select from ${table} limit 1`);
    if (rowCount !== 0) throw new DatabaseNotEmpty(table);
  }
}

/** Lets each generated key go on above the highest one that was loaded. */
export async function advanceSequences(client: ClientBase): Promise<void> {
  for (const table of [
    'consultant',
    'timeslot',
    'appointment',
    'program',
    'assignment',
    'audit_event',
  ]) {
    await client.query(
      `select setval(pg_get_serial_sequence('${table}', 'id'), max(id)) from ${table} having max(id) is not null`,
    );
  }
}
