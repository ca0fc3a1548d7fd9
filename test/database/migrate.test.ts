import { randomBytes } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { prepareDatabase } from '../../services/db/bootstrap.ts';
import { migrate, readMigrations } from '../../services/db/migrate.ts';
import { withClient } from '../../services/db/with-client.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';
import { addedName, versionWith } from '../support/versions.ts';

const version = versionWith('alter table program add column note text');

/** Runs `use` while somebody reads the table that the migration changes, and has not ended the transaction. */
async function whileRead<T>(
  db: TestDatabase,
  use: (endReading: () => Promise<unknown>) => Promise<T>,
): Promise<T> {
  const reader = await db.api.connect();
  try {
    await reader.query('begin; select from program');
    return await use(() => reader.query('commit'));
  } finally {
    reader.release(true);
  }
}

async function migrated(db: TestDatabase, attempts: number): Promise<string[]> {
  const client = await db.owner.connect();
  try {
    const patience = { lockTimeoutMs: 50, attempts, pauseMs: 5 };
    return (await migrate(client, version, patience)).map(({ name }) => name);
  } finally {
    client.release();
  }
}

test('a migration that waits for somebody lets others go first, and is done when they are', () =>
  withDatabase(db =>
    whileRead(db, async endReading => {
      const done = migrated(db, 10_000);
      // Each would wait for ever behind a migration that did not step back.
      for (let time = 0; time < 5; time++) await db.archive.query('select from program');
      await endReading();
      expect(await done).toEqual([addedName(1)]);
      await db.api.query('select note from program');
    }),
  ));

test('a migration that never finds its table free fails, and changes nothing', () =>
  withDatabase(db =>
    whileRead(db, async () => {
      await expect(migrated(db, 2)).rejects.toMatchObject({
        name: 'MigrationError',
        reason: 'FAILED',
        migration: addedName(1),
        message: `migration ${addedName(1)} failed: the database refused (SQLSTATE 55P03)`,
      });
      const { rows } = await db.owner.query<{ number: number }>(
        'select max(number) as number from schema_migration',
      );
      expect(rows).toEqual([{ number: readMigrations().length }]);
    }),
  ));

test('a server is prepared once, by however many at the same time', async () => {
  const { port, superuser } = inject('postgres');
  const admin = { host: '127.0.0.1', port, ...superuser };
  const database = `test_${randomBytes(6).toString('hex')}`;
  const { roles } = inject('postgres');
  const passwords = {
    owner: roles.owner.password,
    api: roles.api.password,
    archive: roles.archive.password,
  };
  const prepared = () => prepareDatabase({ admin, database, passwords, zone: 'Asia/Ho_Chi_Minh' });
  try {
    const all = await Promise.all([1, 2, 3, 4].map(prepared));
    expect(all.map(({ length }) => length).sort((a, b) => b - a)).toEqual([
      readMigrations().length,
      0,
      0,
      0,
    ]);
  } finally {
    await withClient({ ...admin, database: 'postgres' }, client =>
      client.query(`drop database if exists ${database} with (force)`),
    );
  }
});
