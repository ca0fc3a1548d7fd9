import { type JobFile } from '../../generated/graphql.ts';
import { type CsvFile } from '../export/csv.ts';
import { type OriginalFile } from '../export/original.ts';
import { type OfficeTime, officeTime, withOffset } from '../shared/clock.ts';
import { type Bucket } from '../s3/bucket.ts';
import { type Job } from './job.ts';

const LINK_SECONDS = 300;

/** The files that an export wrote, with links that are made now; null when there are none to tell of. */
export async function filesOf(
  { kind, status, result }: Job,
  bucket: Pick<Bucket, 'downloadLink'>,
  now: OfficeTime,
): Promise<JobFile[] | null> {
  if (status !== 'SUCCEEDED') return null;
  const expires = new Date(Date.parse(now.instant) + LINK_SECONDS * 1000);
  const linkExpiresAt = withOffset(officeTime(expires, now.zone));
  const answer = async (fileName: string, file: CsvFile | OriginalFile): Promise<JobFile> => ({
    fileName,
    rows: file.rows,
    bytes: file.bytes,
    link: await bucket.downloadLink(file.key, { seconds: LINK_SECONDS, fileName }),
    linkExpiresAt,
  });
  if (kind === 'EXPORT_CSV') {
    const file = result as CsvFile;
    return [await answer(file.fileName, file)];
  }
  if (kind !== 'EXPORT_ORIGINAL') return null;
  const { files } = result as { readonly files: readonly OriginalFile[] };
  return Promise.all(files.map(file => answer(file.file, file)));
}
