import { type Bucket } from '../s3/bucket.ts';
import { type Manifest } from './documents.ts';
import { symlinkKey } from './layout.ts';

/** Lists the current objects of tables for Athena. Overwritten by each run that changes a table. */
export async function writeSymlinks(bucket: Bucket, manifests: readonly Manifest[]): Promise<void> {
  await Promise.all(
    manifests.map(({ table, partitions }) => {
      const lines = partitions.map(({ key }) => `s3://${bucket.name}/${key}\n`);
      return bucket.write(symlinkKey(table), Buffer.from(lines.join('')), 'text/plain');
    }),
  );
}
