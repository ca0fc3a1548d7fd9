import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startStack, type Stack, type StackOptions } from '../../local/stack.ts';
import { archivedTables, type ArchivedTable } from '../../services/archive/layout.ts';
import { withClient } from '../../services/db/with-client.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { createBucket } from '../../services/s3/client.ts';
import { apiClient } from '../support/api/client.ts';
import { patiently } from '../support/patience.ts';

// Stacks are started and stopped within tests, which takes its time where other tests run beside them.
vi.setConfig({ testTimeout: 120_000 });

/** A morning in the week of the sample. */
const NOW = new Date('2026-03-05T08:30:00+07:00');
const TODAY = '2026-03-05';
const SAMPLE = path.join(import.meta.dirname, '../../samples/original');

/** What administrators do one after the other: each test begins where the one before ended. */
let parent: string;
let stack: Stack;
const lines: string[] = [];

beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'meetassist-story-'));
  chmodSync(parent, 0o755);
  stack = await start({ importFrom: SAMPLE });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(parent, { recursive: true, force: true });
});

function start(options: Partial<StackOptions> = {}, name = 'first'): Promise<Stack> {
  lines.length = 0;
  return startStack({
    port: 0,
    dataDir: path.join(parent, name),
    reset: false,
    durable: false,
    now: NOW,
    log: line => void lines.push(line),
    ...options,
  });
}

/** The database is lost; the bucket is not. */
async function startWithoutDatabase(options: Partial<StackOptions> = {}): Promise<void> {
  await stack.stop();
  rmSync(path.join(parent, 'first/postgres'), { recursive: true });
  stack = await start(options);
}

const ask = <Data>(query: string, variables = {}): Promise<Data> =>
  apiClient(stack.url).data<Data>(query, { variables });

interface Run {
  readonly id: string;
  readonly status: string;
  readonly uploaded: number | null;
  readonly error: string | null;
}

/** Starts a run as the saved operation does, and waits for its end. */
async function archived(): Promise<Run> {
  const { runArchive } = await ask<{ runArchive: Run }>('mutation { runArchive { id } }');
  const asked = () =>
    ask<{ archiveRun: Run }>(
      'query Run($id: ID!) { archiveRun(id: $id) { id status uploaded error } }',
      { id: runArchive.id },
    );
  const { archiveRun } = await patiently(
    asked,
    ({ archiveRun: { status } }) => status !== 'QUEUED' && status !== 'RUNNING',
  );
  return archiveRun;
}

interface Status {
  readonly state: string;
  readonly runId: string | null;
  readonly totalRows: number | null;
  readonly scope: { readonly everything: boolean } | null;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
}

async function status(): Promise<Status> {
  const query =
    '{ archiveStatus { state runId totalRows scope { everything } tables { table rows } } }';
  return (await ask<{ archiveStatus: Status }>(query)).archiveStatus;
}

async function describeAs(id: number, description: string): Promise<void> {
  const query = `mutation Describe($id: ID!, $description: String) {
    updateAppointment(id: $id, input: { description: $description }) { id description }
  }`;
  expect(await ask(query, { id: String(id), description })).toEqual({
    updateAppointment: { id: String(id), description },
  });
}

function bucketOf({ s3 }: Stack): Bucket {
  const { url: endpoint, bucket: name, credentials } = s3;
  return createBucket({ name, region: 'ap-southeast-1', endpoint, credentials });
}

async function keys(prefix = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of bucketOf(stack).list(prefix)) found.push(key);
  return found;
}

/** What these objects are of: `appointment/date=2026-03-05`. */
const partitionsOf = (objects: readonly string[]): string[] =>
  objects.map(key => key.split('/').slice(1, 3).join('/')).sort();

type Everything = Readonly<Record<ArchivedTable, readonly string[]>>;

/** Every row of every archived table, ids, instants and generated columns included. */
async function everything(of: Stack = stack): Promise<Everything> {
  return withClient({ ...of.database.owner }, async owner => {
    await owner.query(`set timezone = 'UTC'`);
    const rowsOf = async (table: ArchivedTable): Promise<string[]> => {
      const { rows } = await owner.query<{ row: string }>(
        `select r::text as row from ${table} r order by r::text collate "C"`,
      );
      return rows.map(({ row }) => row);
    };
    const tables: Partial<Record<ArchivedTable, string[]>> = {};
    for (const table of archivedTables) tables[table] = await rowsOf(table);
    return tables as Everything;
  });
}

test('after an import there is no archive yet, and the first run makes one of everything', async () => {
  expect(await status()).toMatchObject({ state: 'NONE', runId: null, tables: [] });
  const { id, status: outcome } = await archived();
  expect(outcome).toBe('SUCCEEDED');
  const rows = await everything();
  const counted = archivedTables.map(table => ({
    table: table.toUpperCase(),
    rows: rows[table].length,
  }));
  const now = await status();
  expect(now).toMatchObject({ state: 'CURRENT', runId: id, scope: { everything: true } });
  expect(now.tables).toEqual(counted);
  expect(now.totalRows).toBe(counted.reduce((sum, each) => sum + each.rows, 0));
});

test('a run without changes uploads nothing', async () => {
  const before = await keys('archive/');
  expect(await archived()).toMatchObject({ status: 'UNCHANGED', uploaded: 0 });
  expect(await keys('archive/')).toEqual(before);
});

test('when an appointment was changed, its day is uploaded, with the day of its audit event, and nothing else', async () => {
  const before = await keys('archive/');
  await describeAs(19, 'Đổi sang buổi tư vấn trực tuyến');
  expect(await archived()).toMatchObject({ status: 'SUCCEEDED', uploaded: 2 });
  const after = await keys('archive/');
  expect(before.filter(key => !after.includes(key))).toEqual([]);
  expect(partitionsOf(after.filter(key => !before.includes(key)))).toEqual([
    'appointment/date=2026-03-10',
    `audit_event/date=${TODAY}`,
  ]);
});

test('P-02: when the database is lost, the next start brings everything back, with the same ids', async () => {
  const before = await everything();
  await startWithoutDatabase();
  expect(lines).toContainEqual(expect.stringMatching(/^Restored \d+ rows of run /));
  expect(await everything()).toEqual(before);
  const { invariants } = await ask<{ invariants: { name: string; violations: number }[] }>(
    '{ invariants { name violations } }',
  );
  expect(invariants.filter(({ violations }) => violations > 0)).toEqual([]);
  expect(await ask('{ appointment(id: "19") { description } }')).toEqual({
    appointment: { description: 'Đổi sang buổi tư vấn trực tuyến' },
  });
  expect(await archived()).toMatchObject({ status: 'UNCHANGED', uploaded: 0 });
});

test('P-15: a database of three days archives what changed in them; the other days stay in the archive', async () => {
  const before = await everything();
  await startWithoutDatabase({ days: 1 });
  expect(await ask('{ appointments { totalCount } }')).toEqual({ appointments: { totalCount: 8 } });
  await describeAs(15, 'Đã gửi bài trắc nghiệm');
  expect(await archived()).toMatchObject({ status: 'SUCCEEDED', uploaded: 2 });
  const { scope, totalRows } = await status();
  expect(scope).toEqual({ everything: false });
  const wasRows = Object.values(before).reduce((sum, rows) => sum + rows.length, 0);
  expect(totalRows).toBe(wasRows + 1);

  const copy = path.join(parent, 'copy');
  const bucket = bucketOf(stack);
  for (const key of await keys()) {
    const file = path.join(copy, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, (await bucket.read(key))?.body ?? '');
  }
  const elsewhere = await start({ restoreFrom: copy, demo: 'none' }, 'elsewhere');
  try {
    const after = await everything(elsewhere);
    for (const table of archivedTables) {
      const gone = before[table].filter(row => !after[table].includes(row));
      const added = after[table].filter(row => !before[table].includes(row));
      const expected = { appointment: [1, 1], audit_event: [0, 1] }[table as string] ?? [0, 0];
      expect([table, gone.length, added.length]).toEqual([table, ...expected]);
    }
    expect(after.appointment.join('\n')).toContain('Đã gửi bài trắc nghiệm');
    expect(after.appointment).toHaveLength(before.appointment.length);
  } finally {
    await elsewhere.stop();
  }
});
