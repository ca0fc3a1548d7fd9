import { type ArchiveRun } from '../../generated/graphql.ts';
import { type Job } from '../job/job.ts';
import { selects, type Selection } from '../shared/selection.ts';
import { type Bucket } from '../s3/bucket.ts';
import { type ArchiveInfo, type HistoryEntry, type RunRecord } from './documents.ts';
import { runOfEntry, runOfJob, runOfRecord } from './run-answers.ts';
import { readRun } from './status.ts';

/** What is known of a run: what the bucket remembers, or else what its job says. `at`: in milliseconds, for their order. */
export type KnownRun = { readonly at: number } & (
  { readonly entry: HistoryEntry; readonly record?: RunRecord } | { readonly job: Job }
);

/**
 * The runs that the bucket remembers, those that are under way, and those that ended without the bucket, latest first.
 * A run that the bucket remembers has ended, whatever its job says: its worker may have died after the commit. And it
 * came before those above it in the history, whatever the clock said: it may have been put back since.
 */
export function knownRuns(info: ArchiveInfo | undefined, jobs: readonly Job[]): KnownRun[] {
  const history = info?.archive_history ?? [];
  let latest = Infinity;
  const remembered = new Set(history.map(entry => entry.run_id));
  const alone = jobs.filter(
    ({ id, status }) => !remembered.has(id) && status !== 'SUCCEEDED' && status !== 'UNCHANGED',
  );
  return [
    ...history.map((entry): KnownRun => {
      const isLast = entry.run_id === info?.last_run.run_id;
      latest = Math.min(latest, Date.parse(entry.started_at));
      return { entry, at: latest, ...(isLast && { record: info.last_run }) };
    }),
    ...alone.map((job): KnownRun => ({ job, at: Date.parse(job.startedAt ?? job.createdAt) })),
  ].sort((a, b) => b.at - a.at);
}

/** The run with what is selected of it; its record is read only for what the history leaves out. */
export async function tell(
  bucket: Pick<Bucket, 'read'>,
  run: KnownRun,
  selection: Selection,
): Promise<ArchiveRun> {
  if ('job' in run) return runOfJob(run.job);
  if (!inRecord.some(field => selects(selection, field))) return runOfEntry(run.entry);
  const record = run.record ?? (await readRun(bucket, run.entry.run_id));
  return record ? runOfRecord(record) : runOfEntry(run.entry);
}

const inRecord = [
  'mode',
  'actor',
  'acceptShrink',
  'snapshotAt',
  'tables',
  'suspicions',
  'driftedPartitions',
  'repaired',
];
