import { type Bucket } from '../s3/bucket.ts';
import { type RunRecord } from './documents.ts';
import { MANIFESTS, RUNS } from './layout.ts';
import { sideBySide } from './side-by-side.ts';

/**
 * The key of a record that tells of a run which was committed into this bucket; undefined when there is none. One that
 * cannot be read may be that of such a run. Errors: `BucketError`.
 */
export async function committedRecord(
  bucket: Pick<Bucket, 'list' | 'read'>,
): Promise<string | undefined> {
  let found: string | undefined;
  // Where no run has ever succeeded there may be thousands, and each run looks at them.
  const reads = sideBySide();
  for await (const { key, bytes } of bucket.list(RUNS)) {
    if (found !== undefined) break;
    await reads.begin(bytes, async () => {
      const stored = await bucket.read(key);
      if (stored && mayBeCommitted(stored.body)) found ??= key;
    });
  }
  await reads.finish();
  return found;
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
