import { type Bucket } from '../s3/bucket.ts';
import { type RunRecord } from './documents.ts';
import { MANIFESTS, RUNS } from './layout.ts';

/**
 * The key of a record that tells of a run which was committed into this bucket; undefined when there is none. One that
 * cannot be read may be that of such a run. Errors: `BucketError`.
 */
export async function committedRecord(
  bucket: Pick<Bucket, 'list' | 'read'>,
): Promise<string | undefined> {
  for await (const { key } of bucket.list(RUNS)) {
    const stored = await bucket.read(key);
    if (stored && mayBeCommitted(stored.body)) return key;
  }
  return undefined;
}

/** Whether the bucket holds what a run writes before it announces itself. Errors: `BucketError`. */
export async function hasManifests(bucket: Pick<Bucket, 'list'>): Promise<boolean> {
  for await (const { key } of bucket.list(MANIFESTS)) if (key.endsWith('.json')) return true;
  return false;
}

function mayBeCommitted(body: Buffer): boolean {
  try {
    const { outcome } = JSON.parse(body.toString('utf8')) as Partial<RunRecord>;
    return outcome !== 'FAILED' && outcome !== 'SUSPECT';
  } catch {
    return true;
  }
}
