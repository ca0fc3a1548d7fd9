import { type ClientBase } from 'pg';
import { inTransaction } from './in-transaction.ts';
import { type DataTable, dataTables, rollupTables } from './tables.ts';
import { tidyTables } from './tidy.ts';

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

/**
 * Fills an empty database by `work`, in one transaction: all of it, or nothing and the error. Afterwards generated keys
 * go on above the highest one that was loaded, and the planner knows the tables. Errors: {@link DatabaseNotEmpty}, and
 * what `work` throws.
 */
export async function bulkLoad<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
): Promise<Result> {
  const result = await inTransaction(client, async () => {
    await lockEmptyTables(client);
    const done = await work();
    await raiseSequences(client);
    return done;
  });
  await tidyTables(client, [...dataTables, ...rollupTables]);
  return result;
}

/** Keeps everybody else from writing until the transaction ends, and makes sure that nobody has written yet. */
async function lockEmptyTables(client: ClientBase): Promise<void> {
  await client.query(`lock table ${dataTables.join(', ')} in share row exclusive mode`);
  for (const table of dataTables) {
    const { rowCount } = await client.query(`select from ${table} limit 1`);
    if (rowCount !== 0) throw new DatabaseNotEmpty(table);
  }
}

/** Lets the generated keys of the tables go on above the highest one that there is; never takes them back. */
export async function raiseSequences(
  client: ClientBase,
  tables: readonly DataTable[] = tablesWithSequences,
): Promise<void> {
  for (const table of tables) {
    const sequence = `pg_get_serial_sequence('${table}', 'id')`;
    await client.query(
      `select setval(${sequence}, max(id)) from ${table}
       having max(id) > coalesce(pg_sequence_last_value(${sequence}::regclass), 0)`,
    );
  }
}

export const tablesWithSequences: readonly DataTable[] = [
  'consultant',
  'timeslot',
  'appointment',
  'program',
  'assignment',
  'audit_event',
];
