import { type S3ClientConfig } from '@aws-sdk/client-s3';

/** Which bucket, and how it is reached. */
export interface BucketConfig {
  readonly name: string;
  readonly region: string;
  /** Of a server that takes S3's place, with buckets in the path. Left out: S3 itself. */
  readonly endpoint?: string;
  /** Left out: what the environment gives, in Lambda those of its role. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** How often a request is sent at most. Default 4. */
  readonly attempts?: number;
  /** How long an answer may take to begin, and a body to go on. Default 20,000. */
  readonly timeoutMs?: number;
}

/**
 * The SDK's settings: whatever is wrong is found out in bounded time. `isBodyLong`: sending one may take as long as it
 * takes, as long as it goes on.
 */
export function clientConfig(
  { region, endpoint, credentials, attempts = 4, timeoutMs = 20_000 }: BucketConfig,
  { isBodyLong = false } = {},
): S3ClientConfig {
  return {
    region,
    maxAttempts: attempts,
    requestHandler: {
      // Waiting for one of the client's 50 connections counts, too.
      connectionTimeout: Math.min(10_000, timeoutMs),
      requestTimeout: isBodyLong ? 0 : timeoutMs,
      // Else the SDK only warns.
      throwOnRequestTimeout: true,
      socketTimeout: timeoutMs,
    },
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(credentials && { credentials }),
    // It warns of each body that it cannot send again itself (send-reread.ts).
    ...(isBodyLong && { logger: silent }),
  };
}

const silence = (): void => {};
const silent = { trace: silence, debug: silence, info: silence, warn: silence, error: silence };
