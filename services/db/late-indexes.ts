import { type ClientBase } from 'pg';

/**
 * Runs `load` while the tables have no foreign keys and no indexes but those of their primary keys and exclusion
 * constraints, and makes them all again afterwards: PostgreSQL then checks and sorts every row at once, faster than
 * one by one (exclusion constraints are not faster that way). Must run inside a transaction, so that nobody ever sees
 * the tables without them, whatever happens. Other constraints and all triggers stay at work throughout. When rows
 * break a foreign key, `explain` may look at them and at it, unvalidated, and its error is thrown instead.
 */
export async function withLateIndexes<T>(
  client: ClientBase,
  tables: readonly string[],
  load: () => Promise<T>,
  explain: (error: unknown) => Promise<unknown> = async error => error,
): Promise<T> {
  const { rows } = await client.query<Definition>(LATER, [tables]);
  for (const { table, name, constraint } of rows) {
    const [on, what] = [client.escapeIdentifier(table), client.escapeIdentifier(name)];
    await client.query(
      constraint ? `alter table ${on} drop constraint ${what}` : `drop index ${what}`,
    );
  }
  const loaded = await load();
  for (const { table, name, constraint, definition } of rows) {
    const [on, what] = [client.escapeIdentifier(table), client.escapeIdentifier(name)];
    if (!constraint) {
      await client.query(definition);
      continue;
    }
    await client.query('savepoint without_foreign_key');
    try {
      await client.query(`alter table ${on} add constraint ${what} ${definition}`);
    } catch (error) {
      await client.query('rollback to savepoint without_foreign_key');
      await client.query(`alter table ${on} add constraint ${what} ${definition} not valid`);
      throw await explain(error);
    }
  }
  return loaded;
}

interface Definition {
  readonly table: string;
  readonly name: string;
  readonly constraint: boolean;
  /** As PostgreSQL would write it. */
  readonly definition: string;
}

/** Foreign keys last: they are checked with the help of the indexes. */
const LATER = `
  select conrelid::regclass::text as table, conname as name, true as constraint, pg_get_constraintdef(oid) as definition,
         contype = 'f' as last
    from pg_constraint
   where conrelid = any($1::regclass[]) and contype = 'f'
  union all
  select indrelid::regclass::text, indexrelid::regclass::text, false, pg_get_indexdef(indexrelid), false
    from pg_index
   where indrelid = any($1::regclass[])
     and not exists (select from pg_constraint c where c.conindid = indexrelid and c.contype in ('p', 'u', 'x'))
   order by last, name`;
