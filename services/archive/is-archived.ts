import { type Bucket } from '../s3/bucket.ts';
import { type RunRecord } from './documents.ts';
import { INFO_KEY } from './layout.ts';
import { RestoreRefused } from './restore-refused.ts';

/** Where the records of runs are. */
const RUNS = 'metadata/runs/';

/**
 * Whether the bucket holds an archive. A bucket in which a run was once committed, but which has lost the document that
 * says what counts, is neither an archive nor a fresh start. Errors: {@link RestoreRefused} then; `BucketError`.
 */
export async function isArchived(bucket: Bucket): Promise<boolean> {
  if (await bucket.head(INFO_KEY)) return true;
  for await (const { key } of bucket.list(RUNS)) {
    const stored = await bucket.read(key);
    if (!stored || !isCommitted(stored.body)) continue;
    throw new RestoreRefused(
      'NO_ARCHIVE',
      `it is not there, but ${key} tells of a run that was committed: bring back its latest version`,
      { file: INFO_KEY },
    );
  }
  return false;
}

function isCommitted(body: Buffer): boolean {
  const { outcome } = JSON.parse(body.toString()) as Partial<RunRecord>;
  return outcome === 'SUCCEEDED' || outcome === 'UNCHANGED';
}
