import { type Bucket } from '../s3/bucket.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { type ArchiveInfo, type RunRecord } from './documents.ts';
import { INFO_KEY, runKey } from './layout.ts';
import { RunImpossible } from './run-error.ts';
import { readInfo } from './status.ts';
import { JSON_DOCUMENT } from './store-object.ts';

/** The state that a run began from, as it is in the bucket. */
export type StoredInfo = Awaited<ReturnType<typeof readInfo>>;

/** Others may add lines to the history meanwhile (a failure, a verification): then the next state is made anew. */
const ATTEMPTS = 5;

/**
 * Replaces the state by the one that `next` makes of it. Nobody may have committed a run in between: what was read
 * would be compared with another archive than the one it is written into. Gives what was written. Errors:
 * {@link RunImpossible} when somebody has; `BucketError`, after which it may have been written or not.
 */
export async function replaceInfo(
  bucket: Bucket,
  base: StoredInfo,
  next: (before: ArchiveInfo | undefined) => ArchiveInfo,
): Promise<ArchiveInfo> {
  let stored = base;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const made = next(stored?.info);
    const body = canonicalJson(made);
    if ((await bucket.replace(INFO_KEY, body, JSON_DOCUMENT, stored?.etag)) !== 'changed') {
      return made;
    }
    stored = await readInfo(bucket);
    // A request that was repeated, for its answer was lost, finds its own work.
    if (stored && sha256(canonicalJson(stored.info)) === sha256(body)) return made;
    if (stored?.info.run_id !== base?.info.run_id) break;
  }
  throw new RunImpossible('another run was committed to this bucket in the meantime');
}

/** Keeps the record of a run for ever: one that is there stays as it is. */
export async function keepRecord(bucket: Bucket, record: RunRecord): Promise<void> {
  await bucket.create(runKey(record.run_id), canonicalJson(record), JSON_DOCUMENT);
}
