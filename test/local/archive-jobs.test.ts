import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Job } from '../../generated/graphql.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { withClient } from '../../services/db/with-client.ts';
import { originalFileNames } from '../../services/import/formats.ts';
import { apiClient, type ApiClient } from '../support/api/client.ts';
import { fillOffice, OFFICE_NOW } from '../support/api/office.ts';
import { patiently } from '../support/patience.ts';
import { Client, wrapped } from './realtime/support.ts';

let directory: string;
let stack: Stack;
let api: ApiClient;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-archive-jobs-'));
  stack = await startStack({
    port: 0,
    dataDir: directory,
    demo: 'none',
    reset: false,
    durable: false,
    now: new Date(OFFICE_NOW),
    log: () => {},
  });
  await withClient({ ...stack.database.owner }, fillOffice);
  api = apiClient(stack.url);
});
afterAll(async () => {
  await stack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A job when it is over. */
async function settled(id: string, selection = ''): Promise<Job> {
  const ask = () => api.data<{ job: Job }>(`{ job(id: "${id}") { id status error ${selection} } }`);
  const { job } = await patiently(
    ask,
    ({ job: { status } }) => status !== 'QUEUED' && status !== 'RUNNING',
  );
  return job;
}

async function started(mutation: string): Promise<string> {
  const data = await api.data<Record<string, { id: string }>>(
    `mutation { job: ${mutation} { id } }`,
  );
  return data['job']?.id ?? '';
}

const PATIENCE = 120_000;
let firstRun = '';

test(
  'P-10: of forty starts at once over HTTP one runs, and the others learn its id',
  { timeout: PATIENCE },
  async () => {
    const answers = await withClient({ ...stack.database.owner }, async owner => {
      // The run cannot end while somebody keeps a table that it reads.
      await owner.query('begin; lock table program in access exclusive mode');
      const all = await Promise.all(
        Array.from({ length: 40 }, () => api.ask('mutation { runArchive { id status } }')),
      );
      await owner.query('commit');
      return all;
    });
    const runs = answers.flatMap(
      ({ data }) => (data as { runArchive: Job | null }).runArchive ?? [],
    );
    expect(runs).toEqual([{ id: expect.any(String), status: 'QUEUED' }]);
    firstRun = runs[0]?.id ?? '';
    const refusals = answers.flatMap(({ errors }) => errors.map(({ errorInfo }) => errorInfo));
    expect(refusals).toEqual(
      Array.from({ length: 39 }, () => ({ reason: 'RUN_IN_PROGRESS', runId: firstRun })),
    );
    expect(await settled(firstRun)).toMatchObject({ status: 'SUCCEEDED', error: null });
    const { archiveStatus, archiveRuns } = await api.data<Record<string, unknown>>(
      '{ archiveStatus { state runId totalRows lastRun { id } currentRun { id } } archiveRuns(limit: 1) { id status } }',
    );
    expect(archiveRuns).toEqual([{ id: firstRun, status: 'SUCCEEDED' }]);
    expect(archiveStatus).toMatchObject({
      ...{ state: 'CURRENT', runId: firstRun, lastRun: { id: firstRun }, currentRun: null },
    });
  },
);

test(
  'subscribers hear of a run when it starts and when it has ended',
  { timeout: PATIENCE },
  async () => {
    const authorization = { Authorization: await stack.token('analyst') };
    const url = `${stack.url.replace('http', 'ws')}graphql/realtime`;
    const client = await Client.connected(url, ['graphql-ws', wrapped(authorization)]);
    const fields = 'subscription { onArchiveRunChanged { id status } }';
    await client.started('all', fields, {}, authorization);
    const told = (status: string) =>
      client.until(
        ({ payload }) => JSON.stringify(payload)?.includes(`"status":"${status}"`) ?? false,
      );

    const begun = told('QUEUED');
    const { runArchive } = await api.data<{ runArchive: Job }>(
      'mutation { runArchive { id status } }',
    );
    await begun;
    const { status } = await settled(runArchive.id);
    expect(status).toBe('UNCHANGED');
    const ended = told('UNCHANGED');
    const key = `metadata/runs/${runArchive.id}.json`;
    const announced = await api.ask(
      `mutation { announceArchiveRun(key: "${key}") { id status } }`,
      { as: 'machine' },
    );
    expect(announced.errors).toEqual([]);
    expect(await ended).toMatchObject({
      payload: { data: { onArchiveRunChanged: { id: runArchive.id, status: 'UNCHANGED' } } },
    });
    client.socket.close();
    await client.closed;
  },
);

test('what was archived is verified, and restored in a drill', { timeout: PATIENCE }, async () => {
  const verified = await settled(
    await started('verifyArchive(deep: true)'),
    'verification { checked missing damaged }',
  );
  expect(verified).toMatchObject({
    ...{ status: 'SUCCEEDED', verification: { missing: [], damaged: [] } },
  });
  expect(verified.verification?.checked).toBeGreaterThan(20);
  const drilled = await settled(
    await started('restoreDrill'),
    'drill { rows identical differences }',
  );
  expect(drilled).toMatchObject({
    ...{ status: 'SUCCEEDED', drill: { identical: true, differences: [] } },
  });
});

test('days that are there already are loaded as none', { timeout: PATIENCE }, async () => {
  const id = await started('loadDays(from: "2026-11-01", to: "2026-11-30")');
  expect(await settled(id, 'loadedDays { days rows isWhole }')).toMatchObject({
    ...{ status: 'SUCCEEDED', loadedDays: { days: 0, rows: 0, isWhole: true } },
  });
});

test('a file is uploaded by its link and imported, first dry', { timeout: PATIENCE }, async () => {
  const { createImportUpload: upload } = await api.data<{
    createImportUpload: { key: string; link: string; contentType: string };
  }>('mutation { createImportUpload(file: CUSTOMER) { key link contentType } }');
  const body =
    'customerid,fullname,email,phonenumber,dateofbirth,createdat,isdisabled,notes\r\n' +
    'zalo-9,Trần Văn Mới,,,,2026-11-01T08:00:00,false,\r\n';
  const sent = await fetch(upload.link, {
    method: 'PUT',
    headers: { 'content-type': upload.contentType },
    body,
  });
  expect(sent.status).toBe(200);
  const input = (dryRun: boolean) =>
    `importOriginal(input: { files: [{ file: CUSTOMER, key: "${upload.key}" }], dryRun: ${dryRun} })`;
  const report = 'importReport { outcome rejectionCount files { file read inserted } }';
  const customers = { file: 'Customer.csv', read: 1, inserted: 1 };
  for (const dryRun of [true, false]) {
    const job = await settled(await started(input(dryRun)), report);
    expect(job).toMatchObject({
      status: 'SUCCEEDED',
      importReport: {
        outcome: dryRun ? 'DRY_RUN' : 'IMPORTED',
        rejectionCount: 0,
        files: expect.arrayContaining([customers]),
      },
    });
    const { customers: found } = await api.data<{ customers: { totalCount: number } }>(
      '{ customers(filter: { search: "Trần Văn Mới" }) { totalCount } }',
    );
    expect(found.totalCount).toBe(dryRun ? 0 : 1);
  }
});

test('exports end in links that give the files', { timeout: PATIENCE }, async () => {
  const files = 'files { fileName rows link }';
  const csv = await settled(
    await started('exportCsv(input: { query: CUSTOMERS, customers: { search: "Lan" } })'),
    files,
  );
  expect(csv).toMatchObject({
    ...{ status: 'SUCCEEDED', files: [{ fileName: 'customers-2026-11-20.csv', rows: 1 }] },
  });
  const given = await fetch(csv.files?.[0]?.link ?? '');
  expect(given.headers.get('content-disposition')).toContain('customers-2026-11-20.csv');
  expect(await given.text()).toContain('Nguyễn Thị Lan');
  const original = await settled(await started('exportOriginal'), files);
  expect(original.status).toBe('SUCCEEDED');
  expect(original.files?.map(({ fileName }) => fileName)).toEqual(originalFileNames);
});

test(
  'an import of a file that was never sent fails in a sentence',
  { timeout: PATIENCE },
  async () => {
    const id = await started(
      'importOriginal(input: { files: [{ file: PROGRAM_PARTICIPANT, key: "data/none.csv" }] })',
    );
    expect(await settled(id)).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/^ProgramParticipant\.csv is not in the bucket/),
    });
  },
);
