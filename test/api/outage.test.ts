import { mkdtempSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPostmaster } from '../../local/postgres/postmaster.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { roles } from '../../services/db/roles.ts';
import { withClient } from '../../services/db/with-client.ts';
import { archiveOffice } from '../support/api/archive.ts';
import { type ApiAnswer, apiClient, type ApiClient } from '../support/api/client.ts';
import { insidesIn, leaksIn } from '../support/api/leaks.ts';
import { fillOffice, OFFICE_NOW } from '../support/api/office.ts';
import { superuserOf } from '../support/api/superuser.ts';

let directory: string;
let stack: Stack;
let api: ApiClient;
const printed: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-test-outage-'));
  stack = await startStack({
    port: 0,
    dataDir: directory,
    demo: 'none',
    reset: false,
    durable: false,
    now: new Date(OFFICE_NOW),
    log: line => printed.push(line),
  });
  await withClient({ ...stack.database.owner }, fillOffice);
  api = apiClient(stack.url);
});

afterAll(async () => {
  await stack?.stop();
  await rm(directory, { recursive: true, force: true });
});

const FEEDBACK = '{ feedback { items { rating } } }';
const PROGRAMS = '{ programs { items { id } } }';

function expectInternal(answer: ApiAnswer, field: string): void {
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ [field]: null });
  expect(answer.errors).toEqual([
    {
      path: [field],
      data: null,
      errorType: 'Internal',
      errorInfo: null,
      locations: [{ line: 1, column: 3, sourceName: null }],
      message: 'The service did not answer. Please try again.',
    },
  ]);
  expect(insidesIn(answer.text)).toEqual([]);
}

/** Keeps a table to itself, so that whoever reads it waits, while `work` runs. */
async function holding<T>(table: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ ...stack.database.owner });
  // The server may go away while it is held.
  owner.on('error', () => {});
  await owner.connect();
  await owner.query(`begin; lock table ${table} in access exclusive mode`);
  try {
    return await work(owner);
  } finally {
    await owner.end().catch(() => {});
  }
}

/** The process of the API's connection that waits for a lock, once there is one. */
async function waiting(count = 1): Promise<number[]> {
  return withClient({ ...stack.database.owner, ...superuserOf(directory) }, async client => {
    for (;;) {
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where usename = $1 and wait_event_type = 'Lock'`,
        [roles.api],
      );
      if (rows.length >= count) return rows.map(({ pid }) => pid);
      await sleep(10);
    }
  });
}

async function terminate(pids: readonly number[]): Promise<void> {
  await withClient({ ...stack.database.owner, ...superuserOf(directory) }, client =>
    client.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [pids]),
  );
}

describe('a bucket that does not answer', () => {
  const STATUS = '{ archiveStatus { state totalRows currentRun { id } lastRun { id } } }';

  /** What of the stack's buckets holds their objects. */
  async function objectFolders(): Promise<string[]> {
    const folders = await readdir(path.join(directory, 's3'), { recursive: true });
    return folders
      .filter(folder => path.basename(folder) === 'objects')
      .map(folder => path.join(directory, 's3', folder));
  }

  test('P-09: is no archive that is missing: Internal, and the same as before when it is back', async () => {
    await archiveOffice(stack.database.archive, stack.s3);
    const before = await api.data(STATUS);
    expect(before).toMatchObject({ archiveStatus: { state: 'CURRENT' } });
    const folders = await objectFolders();
    expect(folders).toHaveLength(1);
    for (const folder of folders) await rename(folder, `${folder}-gone`);
    expectInternal(await api.ask(STATUS), 'archiveStatus');
    for (const folder of folders) await rename(`${folder}-gone`, folder);
    expect(await api.data(STATUS)).toEqual(before);
  });
});

describe('a database that goes away', () => {
  // One story after the other on one stack; the statement that hangs takes its time beside the others.
  let hung: Promise<{ answer: ApiAnswer; milliseconds: number }>;

  test('a connection that is cut while a request waits: Internal for that request, and the next is right', async () => {
    hung = holding('assignment', async () => {
      const started = performance.now();
      const answer = await api.ask('{ appointment(id: "4") { assignments { id } } }');
      return { answer, milliseconds: performance.now() - started };
    });
    await waiting();
    const [hungOne] = await waiting();
    await holding('feedback', async () => {
      const cut = api.ask(FEEDBACK);
      const pids = await waiting(2);
      await terminate(pids.filter(pid => pid !== hungOne));
      expectInternal(await cut, 'feedback');
    });
    expect(await api.data(FEEDBACK)).toEqual({
      feedback: { items: [{ rating: 4.5 }, { rating: 3 }] },
    });
  });

  test('a request of several fields loses only the field that waited', async () => {
    const [hungOne] = await waiting();
    await holding('feedback', async () => {
      const cut = api.ask(
        `{ feedback { items { rating } } programs { items { id } } me { username } }`,
      );
      const pids = await waiting(2);
      await terminate(pids.filter(pid => pid !== hungOne));
      const { data, errors } = await cut;
      expect(data).toMatchObject({ feedback: null, me: { username: 'admin' } });
      expect(errors.map(({ errorType }) => errorType)).toContain('Internal');
    });
    expect(await api.data(PROGRAMS)).toMatchObject({
      programs: { items: [{ id: '1' }, { id: '2' }] },
    });
  });

  test('an idle connection that is cut is not noticed by the next request', async () => {
    await api.data(PROGRAMS);
    const [hungOne] = await waiting();
    await withClient({ ...stack.database.owner, ...superuserOf(directory) }, client =>
      client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and pid <> $2',
        [roles.api, hungOne],
      ),
    );
    await sleep(100);
    for (let i = 0; i < 8; i += 1) expect((await api.ask(PROGRAMS)).errors).toEqual([]);
  });

  test('a statement that hangs is given up by the database, long before AppSync would', async () => {
    const { answer, milliseconds } = await hung;
    expectInternal(answer, 'appointment');
    expect(milliseconds).toBeGreaterThan(19_000);
    expect(milliseconds).toBeLessThan(28_000);
    await api.data('{ appointment(id: "4") { assignments { id } } }');
  }, 40_000);

  test('a server that crashes comes back by itself', async () => {
    await holding('feedback', async () => {
      const cut = api.ask(FEEDBACK);
      await waiting();
      const server = readPostmaster(path.join(directory, 'postgres/data'));
      if (server?.pid === undefined) throw new Error('there is no server');
      process.kill(server.pid, 'SIGQUIT');
      expectInternal(await cut, 'feedback');
    });
    const deadline = performance.now() + 15_000;
    let answer = await api.ask(FEEDBACK);
    while (answer.errors.length > 0 && performance.now() < deadline) {
      expectInternal(answer, 'feedback');
      await sleep(100);
      answer = await api.ask(FEEDBACK);
    }
    expect(answer.data).toEqual({ feedback: { items: [{ rating: 4.5 }, { rating: 3 }] } });
  });

  test('P-23: nothing of it carried data into the log', () => {
    expect(printed.join('\n')).toMatch(/1 Internal/);
    expect(leaksIn(printed.join('\n'))).toEqual([]);
  });
});
