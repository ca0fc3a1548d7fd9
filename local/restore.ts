import { type ClientBase } from 'pg';
import { type ArchiveSource } from '../services/archive/read-archive.ts';
import { type DayWindow } from '../services/archive/window.ts';
import { type Bucket } from '../services/s3/bucket.ts';
import { type BucketConfig } from '../services/s3/settings.ts';
import { addDays, officeTime } from '../services/shared/clock.ts';
import { CannotStart } from './cannot-start.ts';

/** What an empty database is restored from, and how much of it. */
export interface Restoring {
  /** `s3://<bucket>`, or a folder with a copy of one. Absent: the stack's own bucket, if an archive is there. */
  readonly restoreFrom?: string;
  /** So many days before today and after it, instead of everything. */
  readonly days?: number;
  readonly s3: LocalBucket;
  readonly now: Date;
  readonly zone: string;
  readonly log: (line: string) => void;
}

/** The stack's own bucket. */
export interface LocalBucket {
  readonly url: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * Brings an archive back into the empty database: the one that was asked for, or that of the stack's own bucket. Says
 * what it did; does nothing when there is none in the bucket and none was asked for. Throws {@link CannotStart} when an
 * archive is there and cannot be restored: then nothing else shall take its place.
 */
export async function restoreEmpty(client: ClientBase, restoring: Restoring): Promise<void> {
  const { restoreFrom, days, s3, now, zone, log } = restoring;
  const { isArchived } = await import('../services/archive/is-archived.ts');
  const { restoreArchive } = await import('../services/archive/restore.ts');
  const { RestoreRefused } = await import('../services/archive/restore-refused.ts');
  const { BucketError } = await import('../services/s3/bucket-error.ts');
  const place = restoreFrom ?? `s3://${s3.bucket}`;
  const started = performance.now();
  try {
    if (restoreFrom === undefined && !(await isArchived(await bucketOf(s3.bucket, s3)))) return;
    const source = await sourceOf(place, s3);
    log(`The database is empty: restoring the archive of ${place}.`);
    const window = days === undefined ? undefined : windowAround(now, zone, days);
    const { runId, snapshotAt, rows, ...restored } = await restoreArchive(client, source, {
      ...{ now, zone, progress: line => log(`  ${line}`) },
      ...(window && { window }),
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const held = restored.window ? `, days ${restored.window.from} to ${restored.window.to}` : '';
    log(`Restored ${rows} rows of run ${runId}, as of ${snapshotAt}${held}, in ${seconds} s.`);
  } catch (cause) {
    if (!(cause instanceof RestoreRefused || cause instanceof BucketError)) throw cause;
    throw new CannotStart(
      `The database is empty, and the archive of ${place} cannot be restored into it: ${cause.message}.`,
      { cause },
    );
  }
}

/** What is refused when rows are there already. */
export function refuseRestoring(restoreFrom: string): never {
  throw new CannotStart(
    `--restore ${restoreFrom}: the database has data already, and a restore never mixes with them; --reset starts afresh, --data-dir uses another database.`,
  );
}

async function sourceOf(place: string, s3: LocalBucket): Promise<ArchiveSource> {
  const [, bucket] = /^s3:\/\/([^/]+)\/?$/.exec(place) ?? [];
  if (bucket === undefined) {
    const { directorySource } = await import('../services/archive/directory-source.ts');
    return directorySource(place);
  }
  return bucketOf(bucket, s3);
}

async function bucketOf(bucket: string, s3: LocalBucket): Promise<Bucket> {
  const { createBucket } = await import('../services/s3/client.ts');
  const region = process.env['AWS_REGION'] ?? 'ap-southeast-1';
  const own: Partial<BucketConfig> =
    bucket === s3.bucket ? { endpoint: s3.url, credentials: s3.credentials } : {};
  return createBucket({ name: bucket, region, ...own });
}

function windowAround(now: Date, zone: string, days: number): DayWindow {
  const { date: today } = officeTime(now, zone);
  return { from: addDays(today, -days), to: addDays(today, days) };
}
