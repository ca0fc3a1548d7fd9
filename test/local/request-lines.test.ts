import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { apiClient, type ApiClient } from '../support/api/client.ts';

let directory: string;
let stack: Stack;
let api: ApiClient;
const lines: string[] = [];
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-lines-'));
  stack = await startStack({
    port: 0,
    dataDir: directory,
    demo: 'none',
    reset: false,
    durable: false,
    log: line => lines.push(line),
  });
  api = apiClient(stack.url);
});
afterAll(async () => {
  await stack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

type Line = Readonly<Record<string, unknown>>;

/** What the functions wrote under this id. */
const functionLines = (id: string): Line[] =>
  lines
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Line)
    .filter(line => line['requestId'] === id);

/** The stack's own lines of its operations under this id. */
const operationLines = (id: string): string[] =>
  lines.filter(line => line.endsWith(` [request ${id}]`));

/** Waits until so many lines are there: a job's comes when the job is over. */
const written = (id: string, count: number): Promise<Line[]> =>
  vi.waitFor(
    () => {
      const found = functionLines(id);
      if (found.length < count)
        throw new Error(`${found.length} lines of ${id}: ${lines.join('\n')}`);
      return found;
    },
    { timeout: 60_000, interval: 50 },
  );

test('one id of the client’s leads from its request to the lines of all functions that it reached', async () => {
  const id = 'console-0001';
  const answer = await api.post(
    JSON.stringify({
      query: '{ me { sub } customers { totalCount } archiveSchedule { enabled } }',
    }),
    { 'x-request-id': id },
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
  const found = await written(id, 3);
  expect(
    found.map(line => `${line['function']} ${line['operation']} ${line['outcome']}`).sort(),
  ).toEqual(['api Query.customers OK', 'api Query.me OK', 'schedule Query.archiveSchedule OK']);
  expect(operationLines(id)).toHaveLength(1);
});

test('without one of the client’s it is AWS’s, the same for all fields', async () => {
  const { errors } = await api.ask('{ a: me { sub } b: me { username } }');
  expect(errors).toEqual([]);
  const operation =
    lines.findLast(line => line.includes('200 in') && line.includes('Query.me')) ?? '';
  const [, id = ''] = /\[request (1-[\da-f]{8}-[\da-f]{24})\]$/.exec(operation) ?? [];
  expect(id).not.toBe('');
  expect(await written(id, 2)).toMatchObject([
    { operation: 'Query.me' },
    { operation: 'Query.me' },
  ]);
});

test.each([
  ['runArchive', 'archive', 'RUN'],
  ['restoreDrill', 'loader', 'RESTORE_DRILL'],
])(
  'the line of a job of %s has the id of the request that started it',
  { timeout: 90_000 },
  async (mutation, by, job) => {
    const id = `console-${mutation}`;
    const { text } = await api.post(
      JSON.stringify({ query: `mutation { started: ${mutation} { id } }` }),
      { 'x-request-id': id },
    );
    const { data } = JSON.parse(text) as { data: { started: { id: string } } };
    const found = await written(id, 2);
    expect(found.find(line => line['function'] === 'api')).toMatchObject({
      operation: `Mutation.${mutation}`,
      outcome: 'OK',
    });
    expect(found.find(line => line['function'] === by)).toMatchObject({
      ...{ job, jobId: data.started.id, outcome: 'SUCCEEDED' },
    });
  },
);

test('a switch of the schedule says in its line who did it', async () => {
  const id = 'console-0003';
  const { text } = await api.post(
    JSON.stringify({ query: 'mutation { setArchiveSchedule(enabled: false) { enabled } }' }),
    { 'x-request-id': id },
  );
  expect(JSON.parse(text)).toEqual({ data: { setArchiveSchedule: { enabled: false } } });
  expect(await written(id, 1)).toMatchObject([
    { operation: 'Mutation.setArchiveSchedule', scheduleEnabled: false, actor: expect.any(String) },
  ]);
});

test('every function wrote one line for each time it was called, and counted nothing', async () => {
  // The bucket's notifications call the API as well, whenever they come.
  await vi.waitFor(
    () => {
      const calls = lines.flatMap(line => line.match(/→ (?:api|archive|loader|schedule) /g) ?? []);
      const answered = lines.filter(line => line.startsWith('{') && line.includes('"operation"'));
      expect(answered).toHaveLength(calls.length);
    },
    { timeout: 15_000, interval: 50 },
  );
  expect(lines.join('\n')).not.toContain('_aws');
  const cold = lines
    .filter(line => line.includes('"cold":true'))
    .map(line => (JSON.parse(line) as Line)['function']);
  expect(new Set(cold)).toEqual(new Set(['api', 'archive', 'loader', 'schedule']));
});
