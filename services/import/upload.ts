import { randomUUID } from 'node:crypto';
import { type ImportUpload, type OriginalFile } from '../../generated/graphql.ts';
import { type Bucket } from '../s3/bucket.ts';
import { type OfficeTime, officeTime, withOffset } from '../shared/clock.ts';
import { fileNameOf } from './file-names.ts';

const LINK_SECONDS = 900;
const contentType = 'text/csv';

/** A place of its own for a file, and a link that takes it. */
export async function newUpload(
  bucket: Pick<Bucket, 'uploadLink'>,
  file: OriginalFile,
  now: OfficeTime,
): Promise<ImportUpload> {
  const key = `data/uploads/${randomUUID()}/${fileNameOf[file]}`;
  const expires = new Date(Date.parse(now.instant) + LINK_SECONDS * 1000);
  return {
    file,
    key,
    link: await bucket.uploadLink(key, { seconds: LINK_SECONDS, contentType }),
    linkExpiresAt: withOffset(officeTime(expires, now.zone)),
    contentType,
  };
}
