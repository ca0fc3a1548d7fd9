import { type ClientBase, DatabaseError } from 'pg';
import { readCsv } from '../import/csv-records.ts';
import { type ArchivedTable, archivedTables } from './layout.ts';
import { type Archive } from './read-archive.ts';
import { type Place, RestoreRefused } from './restore-refused.ts';

/**
 * A foreign key that the loaded rows do not keep, as a refusal that names the first such row; any other error as it
 * is. Looks for the row in the database, and for its place in the files: this may take a while, and is only done when
 * an archive refers to rows that it does not have.
 */
export async function explainBrokenReference(
  client: ClientBase,
  archive: Archive,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof DatabaseError) || error.code !== '23503') return error;
  const [reference] = (await client.query<Reference>(REFERENCE, [error.constraint])).rows;
  const table = archivedTables.find(known => known === reference?.table);
  if (!reference || !table) return error;
  const { column, target, key } = reference;
  const name = client.escapeIdentifier(column);
  const { rows } = await client.query<{ value: string }>(
    `select r.${name}::text as value from ${table} r
      where r.${name} is not null
        and not exists (select from ${target} t where t.${client.escapeIdentifier(key)} = r.${name})
      limit 1`,
  );
  const value = rows[0]?.value;
  const place = value === undefined ? { table, column } : await find(archive, table, column, value);
  return new RestoreRefused(
    'RULE_BROKEN',
    'the row refers to another that the archive does not have',
    place,
    { cause: error },
  );
}

interface Reference {
  readonly table: string;
  readonly column: string;
  readonly target: string;
  readonly key: string;
}

/** Foreign keys of this schema have one column each. */
const REFERENCE = `
  select f.conrelid::regclass::text as table, a.attname as column, f.confrelid::regclass::text as target, k.attname as key
    from pg_constraint f
    join pg_attribute a on (a.attrelid, a.attnum) = (f.conrelid, f.conkey[1])
    join pg_attribute k on (k.attrelid, k.attnum) = (f.confrelid, f.confkey[1])
   where f.contype = 'f' and f.conname = $1 and pg_table_is_visible(f.conrelid)`;

async function find(
  { source, manifests }: Archive,
  table: ArchivedTable,
  column: string,
  value: string,
): Promise<Place> {
  const { columns, partitions } = manifests[table];
  const cell = columns.indexOf(column);
  for (const { key } of partitions) {
    const stored = await source.open(key);
    for await (const { row, cells } of readCsv(stored?.body ?? [])) {
      // The header is row 1 of the file.
      if (row > 1 && cells[cell] === value) return { table, file: key, row: row - 1, column };
    }
  }
  return { table, column };
}
