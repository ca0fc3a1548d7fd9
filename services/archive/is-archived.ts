import { type Bucket } from '../s3/bucket.ts';
import { INFO_KEY } from './layout.ts';
import { RestoreRefused } from './restore-refused.ts';
import { committedRecord } from './trace-of-archive.ts';

/**
 * Whether the bucket holds an archive. A bucket in which a run was once committed, but which has lost the document that
 * says what counts, is neither an archive nor a fresh start. Errors: {@link RestoreRefused} then; `BucketError`.
 */
export async function isArchived(bucket: Bucket): Promise<boolean> {
  if (await bucket.head(INFO_KEY)) return true;
  const record = await committedRecord(bucket);
  if (record === undefined) return false;
  throw new RestoreRefused(
    'NO_ARCHIVE',
    `it is not there, but ${record} tells of a run that was committed: bring back its latest version`,
    { file: INFO_KEY },
  );
}
