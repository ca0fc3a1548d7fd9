import { type Ending } from '../job/store.ts';
import { type JobContext } from '../job/job.ts';
import { type Notes } from '../telemetry/notes.ts';
import { type RunRecord } from './documents.ts';
import { readInfo } from './status.ts';

const metricOf = {
  SUCCEEDED: 'ArchiveRunsSucceeded',
  UNCHANGED: 'ArchiveRunsSucceeded',
  SUSPECT: 'ArchiveRunsSuspect',
  FAILED: 'ArchiveRunsFailed',
} as const;

/**
 * Counts a run, how long it took, and how old the archive is after it: after one that committed nothing, the one before.
 * Where there is no archive, or it cannot be read, it has no age. Errors: what reading the bucket throws.
 */
export async function noteRun(
  { status, result }: Ending,
  { bucket, now }: Pick<JobContext, 'bucket' | 'now'>,
  notes: Notes,
): Promise<void> {
  const record = result as RunRecord | null;
  notes.count(metricOf[status]);
  if (record) {
    notes.count('ArchiveSeconds', secondsBetween(record.started_at, record.finished_at));
  }
  const isCommitted = status === 'SUCCEEDED' || status === 'UNCHANGED';
  const snapshotAt = isCommitted ? record?.snapshot_at : (await readInfo(bucket))?.info.snapshot_at;
  if (snapshotAt) notes.count('ArchiveAge', secondsBetween(snapshotAt, now().toISOString()));
}

/** In whole milliseconds, never negative: clocks of two machines may differ. */
function secondsBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
}
