import { describe, expect, test } from 'vitest';
import { type Job, type JobStatus } from '../../services/job/job.ts';
import { parseSelection } from '../../services/shared/selection.ts';
import {
  type ArchiveInfo,
  type HistoryEntry,
  type RunOutcome,
  type RunRecord,
  type TableInfo,
} from '../../services/archive/documents.ts';
import { archivedTables, runKey } from '../../services/archive/layout.ts';
import { perTable } from '../../services/archive/partitions.ts';
import { knownRuns, tell } from '../../services/archive/run-history.ts';
import { holdings, stateAfter } from '../../services/archive/status-answer.ts';

const AT = '2026-11-20T09:30:00.000+07:00';
const at = (minute: number): string => `2026-11-20T09:${minute}:00.000+07:00`;

const line = (run_id: string, outcome: RunOutcome, minute: number): HistoryEntry => ({
  ...{ run_id, outcome, trigger: 'SCHEDULE', started_at: at(minute), finished_at: at(minute) },
  ...{ total_records: 90, uploaded: 2, error: outcome === 'FAILED' ? 'no' : null, sha256: 'x' },
});
const record = (run_id: string): RunRecord => ({
  ...{ format_version: 1, run_id, mode: 'FULL', trigger: 'ADMIN', actor: 'admin' },
  ...{ accept_shrink: true, outcome: 'SUCCEEDED', started_at: AT, finished_at: AT },
  ...{ snapshot_at: AT, suspicions: [], drifted_partitions: [], repaired: [] },
  ...{ error: null, previous: null },
  tables: { program: { rows: 3, partitions: 1, bytes: 9, uploaded: 1, skipped: 0, error: null } },
});
const table: TableInfo = {
  ...{ record_count: 10, last_archived: at(20), status: 'UNCHANGED', checksum: 'c' },
  ...{ last_upload_skipped: at(21), last_error: 'broken', last_error_time: at(22) },
  ...{ manifest: 'm', partitions: 4, bytes: 400, last_changed: at(23), last_verified: at(24) },
  last_id: 12,
};
const info = (history: readonly HistoryEntry[], last_run = record('none')): ArchiveInfo => ({
  ...{ format_version: 1, run_id: 'r1', database_id: 'd', snapshot_at: AT, schema_version: 20 },
  scope: { everything: false, days: [{ from: '2026-11-19', to: '2026-11-22' }] },
  ...{ created_at: at(10), last_updated: at(30), last_full_archive: at(11), total_records: 90 },
  tables: perTable(() => table),
  archive_history: history,
  last_run,
});

describe('what the archive holds, by its own account', () => {
  test('none is nothing', () => {
    expect(holdings(undefined, new Date(AT))).toEqual({ tables: [] });
    expect(stateAfter(undefined, undefined)).toBe('NONE');
  });

  test('every field says what its document says', () => {
    const { tables, ...archive } = holdings(info([]), new Date(AT));
    expect(archive).toEqual({
      ...{ runId: 'r1', snapshotAt: AT, freshnessSeconds: 0, createdAt: at(10) },
      ...{ lastUpdated: at(30), lastFullArchive: at(11), schemaVersion: 20, totalRows: 90 },
      scope: { everything: false, days: [{ from: '2026-11-19', to: '2026-11-22' }] },
    });
    expect(tables.map(each => each.table)).toEqual(archivedTables.map(name => name.toUpperCase()));
    expect(tables[0]).toEqual({
      ...{ table: 'CUSTOMER', rows: 10, partitions: 4, bytes: 400, checksum: 'c' },
      ...{ status: 'UNCHANGED', lastArchived: at(20), lastUploadSkipped: at(21) },
      ...{ lastError: 'broken', lastErrorAt: at(22), lastChanged: at(23), lastVerified: at(24) },
    });
  });

  test.for([
    [0, 0],
    [1_499, 1],
    [90_000, 90],
    [-5_000, 0],
  ] as const)('%i ms after its snapshot it is %i s old', ([later, seconds]) => {
    const now = new Date(Date.parse(AT) + later);
    expect(holdings(info([]), now).freshnessSeconds).toBe(seconds);
  });

  test.for([
    [undefined, 'CURRENT'],
    ['SUCCEEDED', 'CURRENT'],
    ['UNCHANGED', 'CURRENT'],
    ['SUSPECT', 'SUSPECT'],
    ['FAILED', 'FAILED'],
  ] as const)('P-11: after a run that is %s it is %s', ([outcome, state]) => {
    expect(stateAfter(info([]), outcome)).toBe(state);
  });

  test.for(['SUSPECT', 'FAILED'] as const)(
    'P-11, P-20: after a run that is %s it is that also where no archive is',
    outcome => {
      expect(stateAfter(undefined, outcome)).toBe(outcome);
    },
  );
});

const job = (id: string, status: JobStatus, minute: number): Job => ({
  ...{ id, kind: 'RUN', status, input: { mode: 'CHANGED', acceptShrink: false }, result: null },
  ...{ error: status === 'FAILED' ? 'The job was interrupted.' : null, actor: 'sub' },
  ...{ actorName: 'admin', trigger: 'ADMIN', createdAt: at(minute), startedAt: null },
  ...{ finishedAt: null, attemptOf: null },
});

describe('which runs are known', () => {
  const idsOf = (...known: Parameters<typeof knownRuns>): string[] =>
    knownRuns(...known).map(run => ('job' in run ? `job ${run.job.id}` : run.entry.run_id));

  test('the bucket’s and those that it cannot know, latest first', () => {
    const history = [line('b', 'SUCCEEDED', 30), line('a', 'FAILED', 10)];
    const jobs = [job('under-way', 'RUNNING', 40), job('lost', 'FAILED', 20)];
    expect(idsOf(info(history), jobs)).toEqual(['job under-way', 'b', 'job lost', 'a']);
    expect(idsOf(undefined, jobs)).toEqual(['job under-way', 'job lost']);
  });

  test.for(['RUNNING', 'FAILED', 'SUCCEEDED'] as const)(
    'P-11: a run that the bucket remembers has ended as it says, though its job is %s',
    status => {
      expect(idsOf(info([line('a', 'SUCCEEDED', 10)]), [job('a', status, 10)])).toEqual(['a']);
    },
  );

  test('a job that is done and not remembered was of another bucket, or too long ago', () => {
    const jobs = [job('a', 'SUCCEEDED', 10), job('b', 'UNCHANGED', 11)];
    expect(idsOf(info([]), jobs)).toEqual([]);
  });

  test('P-11: the last run is the last one also where the clock was put back', () => {
    const history = [line('now', 'SUCCEEDED', 20), line('ahead', 'FAILED', 50)];
    const jobs = [job('then', 'FAILED', 15), job('since', 'FAILED', 30)];
    expect(idsOf(info(history), jobs)).toEqual(['job since', 'now', 'ahead', 'job then']);
  });

  test('by their instants, whatever their offsets', () => {
    const early = { ...job('early', 'QUEUED', 30), createdAt: '2026-11-20T02:20:00Z' };
    expect(idsOf(info([line('late', 'SUCCEEDED', 30)]), [early])).toEqual(['late', 'job early']);
  });
});

const selected = (fields: string) => parseSelection({ graphql: `{ ${fields} }` });

describe('a run is told', () => {
  const reads: string[] = [];
  const bucket = (stored: RunRecord | undefined) => ({
    read(key: string) {
      reads.push(key);
      const body = stored && key === runKey(stored.run_id) ? JSON.stringify(stored) : undefined;
      return Promise.resolve(body ? { body: Buffer.from(body), etag: 'e' } : undefined);
    },
  });
  const [old] = knownRuns(info([line('a', 'SUCCEEDED', 10)]), []);
  const [last] = knownRuns(info([line('a', 'SUCCEEDED', 10)], record('a')), []);
  if (!old || !last) throw new Error('no run');

  test('by its line where that says enough, without a look into the bucket', async () => {
    reads.length = 0;
    const run = await tell(bucket(undefined), old, selected('id status uploaded'));
    expect(run).toMatchObject({ id: 'a', status: 'SUCCEEDED', uploaded: 2, mode: null });
    await tell(bucket(undefined), last, selected('tables { rows } mode'));
    expect(reads).toEqual([]);
  });

  test.for(['mode', 'actor', 'tables', 'suspicions', 'repaired', 'driftedPartitions'])(
    'by its record for %s',
    async field => {
      reads.length = 0;
      const run = await tell(bucket(record('a')), old, selected(field));
      expect(run).toMatchObject({ mode: 'FULL', actor: 'admin', tables: [{ table: 'PROGRAM' }] });
      expect(reads).toEqual([runKey('a')]);
    },
  );

  test('by its line when the record is lost', async () => {
    const run = await tell(bucket(undefined), old, selected('mode'));
    expect(run).toMatchObject({ id: 'a', mode: null, tables: [] });
  });
});
