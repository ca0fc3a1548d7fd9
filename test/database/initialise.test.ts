import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { INFO_KEY } from '../../services/archive/layout.ts';
import { type Migration } from '../../services/db/migrate.ts';
import { roles } from '../../services/db/roles.ts';
import { createInitialise } from '../../services/init/initialise.ts';
import { type Initialised } from '../../services/init/initialise-event.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { textOf } from '../support/archive/restored.ts';
import { archived, NOW, ZONE } from '../support/archive/run.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { startTestRds, type TestRds } from '../support/rds.ts';
import { startS3, type TestS3 } from '../support/s3.ts';
import { addedName, released, versionWith, versionWithChanged } from '../support/versions.ts';

// Databases are made anew again and again, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let rds: TestRds;
let s3: TestS3;
/** Of each test: a database that is not there yet, and a bucket without anything. */
let database: string;
let bucket: Bucket;
beforeAll(async () => {
  [rds, s3] = await Promise.all([startTestRds(), startS3()]);
});
beforeEach(async () => {
  database = rds.newName();
  bucket = await s3.bucket({ attempts: 1 });
});
afterAll(() => Promise.all([rds.stop(), s3.close()]));

/** What the loader of a version does when a deployment asks it. */
function initialised(
  migrations: readonly Migration[] = released,
  master = rds.master,
): Promise<Initialised> {
  return createInitialise({
    ...{ database: rds.config('owner', database), bucket, migrations, now: () => NOW, zone: ZONE },
    pause: async () => {},
  })({ initialise: { master } });
}

async function withRows<T>(use: (db: TestDatabase) => Promise<T>): Promise<T> {
  const db = rds.pools(database);
  try {
    return await use(db);
  } finally {
    await db.drop();
  }
}

/** The database as its catalog shows it: tables with columns and rules, and what was applied. */
async function shape(): Promise<unknown> {
  return rds.asSuperuser(database, async client => {
    const { rows } = await client.query(
      `select (select jsonb_agg(name order by number) from schema_migration) as applied,
              (select jsonb_agg(attrelid::regclass || '.' || attname order by attrelid::regclass::text, attnum)
                 from pg_attribute join pg_class c on c.oid = attrelid
                where relnamespace = 'public'::regnamespace and attnum > 0) as columns,
              (select count(*)::int from pg_constraint where connamespace = 'public'::regnamespace) as rules`,
    );
    return (rows as unknown[])[0];
  });
}

const names = released.map(({ name }) => name);

describe('the first deployment', () => {
  test('makes users, tables and zone, after which each role has what it may do', async () => {
    expect(await initialised()).toEqual({ applied: names });
    await withRows(async db => {
      await given(db.owner).customer();
      const { rows } = await db.api.query('select zone, session_user as me from office');
      expect(rows).toEqual([{ zone: ZONE, me: roles.api }]);
      await expect(db.api.query('create table mine (id int)')).rejects.toMatchObject({
        code: '42501',
      });
      await expect(db.archive.query('delete from customer')).rejects.toMatchObject({
        code: '42501',
      });
      expect((await db.archive.query('select from customer')).rowCount).toBe(1);
    });
  });

  test('is done once, by however many at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => initialised()));
    const applied = all.map(each => each.applied).filter(each => each.length > 0);
    expect(applied).toEqual([names]);
  });

  test('waits for roles of IAM that the database does not know yet', async () => {
    const config = rds.config('owner', database);
    const token = config.password as () => Promise<string>;
    let waited = 0;
    const initialise = createInitialise({
      // Nobody knows its keys until it has waited twice.
      database: {
        ...config,
        password: async () => (waited < 2 ? 'not a token' : await token()),
      },
      ...{ bucket, now: () => NOW, zone: ZONE },
      pause: async () => void (waited += 1),
    });
    expect(await initialise({ initialise: { master: rds.master } })).toEqual({ applied: names });
    expect(waited).toBe(2);
  });

  test('fails with a sentence that holds no secret when the master user is not let in', async () => {
    const wrong = { ...rds.master, password: 'guessed-secret' };
    const failure: unknown = await initialised(released, wrong).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'DeploymentFailed',
      message: 'its users cannot be made: the database refused (SQLSTATE 28P01)',
    });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toMatch(
      /guessed-secret|\bcause\b/,
    );
  });
});

describe('a later deployment', () => {
  test('P-24: needs no master user any more', async () => {
    await initialised();
    const nobody = { username: 'nobody', password: '' };
    expect(await initialised(released, nobody)).toEqual({ applied: [] });
    expect(await initialised(versionWith('alter table program add note text'), nobody)).toEqual({
      applied: [addedName(1)],
    });
  });

  test('makes again what somebody took from the roles', async () => {
    await initialised();
    await rds.asSuperuser('postgres', client =>
      client.query(
        `revoke rds_iam from ${roles.archive} granted by rds_superuser; alter role ${roles.archive} password 'x'`,
      ),
    );
    await initialised();
    await withRows(async db => {
      expect((await db.archive.query('select from office')).rowCount).toBe(1);
    });
    const { rows } = await rds.asSuperuser('postgres', client =>
      client.query('select rolpassword from pg_authid where rolname = $1', [roles.archive]),
    );
    expect(rows).toEqual([{ rolpassword: null }]);
  });

  test('leaves a database alone that a newer version made', async () => {
    const newer = versionWith('alter table program add note text', 'create table extra (id int)');
    await initialised(newer);
    const before = await shape();
    expect(await initialised()).toEqual({ applied: [], newer: addedName(2) });
    expect(await shape()).toEqual(before);
    expect(await initialised(newer)).toEqual({ applied: [] });
  });

  test('is refused when a migration was changed after it was applied', async () => {
    await initialised();
    const before = await shape();
    await expect(initialised(versionWithChanged(7))).rejects.toThrow(
      'it cannot be brought up to date: migration 0007_rollups was changed after it was applied; undo the change and add a new migration instead',
    );
    expect(await shape()).toEqual(before);
  });

  test('P-01: that fails in its last migration leaves the tables and rows as they were', async () => {
    await initialised();
    await withRows(db => fillAtRandom(db, { appointments: 20, today: '2026-11-20', seed: 3 }));
    const [before, rows] = [await shape(), await withRows(textOf)];
    const failing = versionWith(
      'alter table program add note text',
      `update customer set full_name = upper(full_name);\ncreate index on customer (absent)`,
    );
    await expect(initialised(failing)).rejects.toThrow(
      `it cannot be brought up to date: migration ${addedName(2)} failed: the database refused (SQLSTATE 42703)`,
    );
    expect(await shape()).toEqual(before);
    expect(await withRows(textOf)).toEqual(rows);
    expect(await initialised(versionWith('alter table program add note text'))).toEqual({
      applied: [addedName(1)],
    });
  });

  test('P-23: that stumbles over a row tells the line of the file, and nothing of the row', async () => {
    await initialised();
    await withRows(db => given(db.owner).customer({ full_name: 'Nguyễn Văn Kín' }));
    const failure: unknown = await initialised(
      versionWith('alter table customer\n  add constraint nobody check (full_name is null)'),
    ).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: `it cannot be brought up to date: migration ${addedName(1)} failed: the database refused (SQLSTATE 23514, nobody)`,
    });
    expect(String((failure as Error).stack)).not.toContain('Kín');
    await expect(initialised(versionWith('alter table customer\n  ad nothing'))).rejects.toThrow(
      `migration ${addedName(1)} failed in line 2: the database refused (SQLSTATE 42601)`,
    );
  });
});

describe('P-20: an empty database', () => {
  let source: TestDatabase;
  beforeAll(async () => {
    source = await createDatabase();
    await fillAtRandom(source, { appointments: 60, today: '2026-11-20', seed: 5 });
  });
  afterAll(() => source.drop());

  test('gets what the bucket’s archive holds, once', async () => {
    await archived(source, bucket, { acceptShrink: true });
    const { applied, restored } = await initialised();
    expect(applied).toEqual(names);
    const rows = await textOf(source);
    const count = Object.values(rows).flat().length;
    expect(restored).toEqual({
      runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      snapshotAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      rows: count,
    });
    expect(await withRows(textOf)).toEqual(rows);
    await withRows(db => given(db.owner).customer());
    const more = await withRows(textOf);
    expect(await initialised()).toEqual({ applied: [] });
    expect(await withRows(textOf)).toEqual(more);
  });

  test('gets nothing, and is no success, when the bucket does not answer', async () => {
    await archived(source, bucket, { acceptShrink: true });
    s3.fail('REFUSE', { operation: 'HeadObject', times: 9 });
    await expect(initialised()).rejects.toThrow(
      /^the archive cannot be restored into it: HeadObject of "metadata\/archive_info\.json" failed: /,
    );
    s3.heal();
    expect((await initialised()).restored?.rows).toBeGreaterThan(0);
  });

  test('stays empty when the archive is damaged, until it is whole again', async () => {
    await archived(source, bucket, { acceptShrink: true });
    const [damaged] = await keysUnder('archive/customer/');
    const whole = damaged && (await bucket.read(damaged));
    if (!damaged || !whole) throw new Error('nothing was archived');
    await s3.remove(bucket.name, damaged);
    await expect(initialised()).rejects.toThrow(
      `the archive cannot be restored into it: ${damaged}`,
    );
    expect(Object.values(await withRows(textOf)).flat()).toEqual([]);
    await bucket.create(damaged, whole.body, 'text/csv');
    expect((await initialised()).restored?.rows).toBeGreaterThan(0);
  });

  test('is no fresh start beside an archive that has lost its document', async () => {
    await archived(source, bucket, { acceptShrink: true });
    await s3.remove(bucket.name, INFO_KEY);
    await expect(initialised()).rejects.toThrow(
      /^the archive cannot be restored into it: metadata\/archive_info\.json: it is not there, but metadata\/runs\/\S+\.json tells of a run that was committed: bring back its latest version$/,
    );
    expect(Object.values(await withRows(textOf)).flat()).toEqual([]);
  });

  async function keysUnder(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of bucket.list(prefix)) keys.push(key);
    return keys;
  }
});
