import { type GetObjectCommand, type PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** Signs a download. */
export function downloadAddress(
  client: S3Client,
  command: GetObjectCommand,
  seconds: number,
): Promise<string> {
  return getSignedUrl(client, command, { expiresIn: seconds });
}

/** Signs an upload, which must then say the same content type. */
export function uploadAddress(
  client: S3Client,
  command: PutObjectCommand,
  seconds: number,
): Promise<string> {
  return getSignedUrl(client, command, {
    expiresIn: seconds,
    signableHeaders: new Set(['content-type']),
  });
}
