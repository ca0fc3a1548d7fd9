import { type Ending } from '../job/store.ts';
import { BucketError } from '../s3/bucket-error.ts';

/** A job that failed because the bucket did says so: its errors name operation, key and code, and nothing else. */
export function bucketFailure(error: unknown): Ending | undefined {
  if (!(error instanceof BucketError)) return undefined;
  return { status: 'FAILED', result: null, error: `${error.message}.` };
}
