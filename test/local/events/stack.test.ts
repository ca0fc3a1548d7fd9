import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Stack, startStack } from '../../../local/stack.ts';
import { withClient } from '../../../services/db/with-client.ts';
import { apiClient } from '../../support/api/client.ts';
import { Client, type Frame, wrapped } from '../realtime/support.ts';

// A stack is started and stopped within a test, which takes its time where other tests run beside it.
vi.setConfig({ testTimeout: 120_000 });

const START = Date.parse('2026-11-20T09:30:00+07:00');
const MINUTE = 60_000;

let directory: string;
let stack: Stack;
let lines: string[];
/** Minutes since the start. */
let minute = 0;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-schedule-'));
  await start({ importFrom: path.join(import.meta.dirname, '../../../samples/original') });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function start(options: { readonly importFrom?: string } = {}): Promise<void> {
  lines = [];
  stack = await startStack({
    port: 0,
    dataDir: directory,
    demo: 'none',
    reset: false,
    durable: false,
    now: new Date(START + minute * MINUTE),
    log: line => void lines.push(line),
    ...options,
  });
}

/** Moves the clock of the stack, and whatever hangs on it. */
function pass(minutes: number): void {
  minute += minutes;
  stack.setClock(new Date(START + minute * MINUTE));
}

interface Run {
  readonly id: string;
  readonly status: string;
  readonly trigger: string;
  readonly mode: string;
}

async function runs(): Promise<readonly Run[]> {
  const query = '{ archiveRuns { id status trigger mode } }';
  return (await apiClient(stack.url).data<{ archiveRuns: Run[] }>(query)).archiveRuns;
}

/** The runs, once there are so many and none is under way. */
async function ended(count: number): Promise<readonly Run[]> {
  for (;;) {
    const all = await runs();
    const isOver = ({ status }: Run): boolean => status !== 'QUEUED' && status !== 'RUNNING';
    if (all.length >= count && all.every(isOver)) return all;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

const IN_PROGRESS = 'rule ArchiveSchedule: runArchive answers Conflict/RUN_IN_PROGRESS';

/** What was said about rules. */
function told(): readonly string[] {
  return lines.filter(each => each.startsWith('rule '));
}

/** Once there are so many answers about a run under way. */
async function answers(count: number): Promise<void> {
  while (told().filter(each => each === IN_PROGRESS).length < count) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

async function schedule(enabled: boolean): Promise<void> {
  const query = `mutation { setArchiveSchedule(enabled: ${enabled}) { enabled } }`;
  expect(await apiClient(stack.url).data(query)).toEqual({ setArchiveSchedule: { enabled } });
}

test('a schedule that is off starts no run; switched on it starts one after five minutes', async () => {
  pass(60);
  await schedule(true);
  pass(4);
  expect(await runs()).toEqual([]);
  pass(1);
  expect(await ended(1)).toMatchObject([
    { status: 'SUCCEEDED', trigger: 'SCHEDULE', mode: 'CHANGED' },
  ]);
});

test('it stays on over a restart, and the next run is in time', async () => {
  await stack.stop();
  minute += 3;
  await start();
  expect(await apiClient(stack.url).data('{ archiveSchedule { enabled } }')).toEqual({
    archiveSchedule: { enabled: true },
  });
  expect(await runs()).toHaveLength(1);
  pass(2);
  expect(await ended(2)).toMatchObject([
    { status: 'UNCHANGED', trigger: 'SCHEDULE' },
    { status: 'SUCCEEDED', trigger: 'SCHEDULE' },
  ]);
});

test('P-10: when a run is under way the schedule learns of it each time, and that is all', async () => {
  const before = await runs();
  lines.length = 0;
  await withClient({ ...stack.database.owner }, async owner => {
    const { rows } = await owner.query<{ id: string }>(
      `insert into archive_job (kind, status, input, actor, actor_name, trigger, started_at)
       values ('RUN', 'RUNNING', '{"mode": "FULL", "acceptShrink": false}', 'a', 'a', 'ADMIN', now()) returning id`,
    );
    const id = rows[0]?.id;
    await owner.query('select pg_advisory_lock(archive_job_lock($1))', [id]);
    pass(5);
    await answers(1);
    pass(5);
    await answers(2);
    await owner.query('delete from archive_job where id = $1', [id]);
  });
  expect(told()).toEqual(Array(2).fill(IN_PROGRESS));
  expect(await runs()).toEqual(before);
});

test('subscribers are told of the end of a run with every field, by the notification of the bucket', async () => {
  const authorization = { Authorization: await stack.token('analyst') };
  const url = `${stack.url.replace('http', 'ws')}graphql/realtime`;
  const client = await Client.connected(url, ['graphql-ws', wrapped(authorization)]);
  const answer = await client.started(
    's',
    'subscription { onArchiveRunChanged { id status mode trigger startedAt finishedAt totalRows uploaded tables { table rows } } }',
    {},
    authorization,
  );
  expect(answer['type']).toBe('start_ack');
  const { runArchive } = await apiClient(stack.url).data<{ runArchive: Run }>(
    'mutation { runArchive(mode: FULL) { id status trigger tables { table rows } } }',
  );
  await client.until(frame => JSON.stringify(dataOf(frame)).includes('"QUEUED"'));
  const isEnd = /UNCHANGED|SUCCEEDED/;
  const end = await client.until(frame => isEnd.test(JSON.stringify(dataOf(frame))));
  expect(dataOf(end)).toEqual({
    onArchiveRunChanged: {
      id: runArchive.id,
      status: expect.stringMatching(isEnd),
      mode: 'FULL',
      trigger: 'ADMIN',
      startedAt: expect.any(String),
      finishedAt: expect.any(String),
      totalRows: expect.any(Number),
      uploaded: expect.any(Number),
      tables: expect.arrayContaining([expect.objectContaining({ table: 'APPOINTMENT' })]),
    },
  });
  client.socket.terminate();
});

test('switched off, no more runs are started', async () => {
  await schedule(false);
  const before = await ended(1);
  pass(60);
  await apiClient(stack.url).data('mutation { runArchive { id } }');
  const after = await ended(before.length + 1);
  expect(after.slice(0, -before.length).map(({ trigger }) => trigger)).toEqual(['ADMIN']);
});

function dataOf(frame: Frame): unknown {
  return (frame['payload'] as { data?: unknown } | undefined)?.data ?? null;
}
