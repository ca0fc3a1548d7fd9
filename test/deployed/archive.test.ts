import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { apiClient } from '../support/api/client.ts';
import { fillOffice, OFFICE_NOW } from '../support/api/office.ts';
import { withClient } from '../../services/db/with-client.ts';

// The functions are processes, and start on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const MINUTE_MS = 60_000;
const lines: string[] = [];
let directory: string;
let stack: Stack;

async function started(): Promise<Stack> {
  const made = await startStack({
    ...{ port: 0, dataDir: directory, demo: 'none', reset: false, durable: false },
    from: inject('templates') ?? '',
    now: new Date(OFFICE_NOW),
    log: line => void lines.push(line),
  });
  return made;
}

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-test-deployed-'));
  stack = await started();
  await withClient({ ...stack.database.owner }, fillOffice);
});
afterAll(async () => {
  await stack?.stop();
  await rm(directory, { recursive: true, force: true });
});

const ask = async (query: string): Promise<unknown> => {
  const { data, errors } = await apiClient(stack.url).ask(query);
  expect(errors).toEqual([]);
  return data;
};

interface Jobs {
  readonly jobs: readonly { readonly kind: string; readonly status: string }[];
}
const jobs = async () => ((await ask('{ jobs { kind status } }')) as Jobs).jobs;

test('the rule calls its mutation, the archive runs, and its end is told by the other rule', async () => {
  const before = await jobs();
  expect(await ask('mutation { setArchiveSchedule(enabled: true) { enabled } }')).toEqual({
    setArchiveSchedule: { enabled: true },
  });
  stack.setClock(new Date(Date.parse(OFFICE_NOW) + 6 * MINUTE_MS));
  await expect
    .poll(jobs, { timeout: 60_000 })
    .toEqual([{ kind: 'RUN', status: 'SUCCEEDED' }, ...before]);
  expect(await ask('{ archiveStatus { state } }')).toEqual({ archiveStatus: { state: 'CURRENT' } });
  await expect
    .poll(() => lines.some(line => /^200 .*Mutation\.announceArchiveRun → archive/.test(line)), {
      timeout: 60_000,
    })
    .toBe(true);
});

test('P-01: the deployment function prepares an empty database once, and restores into another empty one', async () => {
  const counts = '{ appointments(limit: 1) { totalCount } customers(limit: 1) { totalCount } }';
  const before = await ask(counts);
  await stack.stop();
  lines.length = 0;
  stack = await started();
  expect(await ask(counts)).toEqual(before);
  expect(lines.filter(line => line.includes('"job":"INITIALISE"'))).toEqual([
    expect.stringMatching(/"applied":0,.*"outcome":"OK"/),
  ]);

  await stack.stop();
  await rm(path.join(directory, 'postgres'), { recursive: true });
  lines.length = 0;
  stack = await started();
  expect(await ask(counts)).toEqual(before);
  expect(lines).toContainEqual(expect.stringMatching(/^The deployment restored \d+ rows of run /));
});
