import { archivedTables, type ArchivedTable } from '../../../services/archive/layout.ts';
import { type ArchiveSource } from '../../../services/archive/read-archive.ts';
import {
  restoreArchive,
  type RestoreOptions,
  type RestoreReport,
} from '../../../services/archive/restore.ts';
import { type TestDatabase } from '../database.ts';

/** Every row of every archived table, generated columns too, as PostgreSQL writes it: in the order of the keys. */
export async function textOf(db: TestDatabase): Promise<Record<ArchivedTable, string[]>> {
  const client = await db.owner.connect();
  try {
    await client.query(`begin; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'`);
    const all: Partial<Record<ArchivedTable, string[]>> = {};
    for (const table of archivedTables) {
      const { rows } = await client.query<{ row: string }>(
        `select r::text as row from ${table} r order by r::text collate "C"`,
      );
      all[table] = rows.map(({ row }) => row);
    }
    return all as Record<ArchivedTable, string[]>;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Restores as the owner, on a connection of its own, in a session of these settings. */
export async function restored(
  db: TestDatabase,
  source: ArchiveSource,
  options: RestoreOptions,
  session: Readonly<Record<string, string>> = {},
): Promise<RestoreReport> {
  const client = await db.owner.connect();
  try {
    for (const [name, value] of Object.entries(session)) {
      await client.query('select set_config($1, $2, false)', [name, value]);
    }
    return await restoreArchive(client, source, options);
  } finally {
    // Its settings go with it.
    client.release(true);
  }
}

/** The id that each table would generate next; does not give it out. */
export async function idsAfter(db: TestDatabase): Promise<Record<string, number>> {
  const { rows } = await db.owner.query<{ table: string; next: number }>(
    `select c.conrelid::regclass::text as table,
            (coalesce(pg_sequence_last_value(pg_get_serial_sequence(c.conrelid::regclass::text, 'id')::regclass), 0) + 1)::int as next
       from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attidentity <> ''
      where c.contype = 'p'`,
  );
  return Object.fromEntries(rows.map(({ table, next }) => [table, next]));
}
