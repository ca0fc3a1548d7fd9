/**
 * A request to the bucket failed, after the client's own retries. Says what was asked of which object and S3's code or
 * the network's; nothing of the request itself, which holds signatures.
 */
export class BucketError extends Error {
  override readonly name = 'BucketError';
  /** As S3 calls it: `GetObject`, `PutObject`, … */
  readonly operation: string;
  /** The key, or the prefix of a list. */
  readonly key: string;
  /** `AccessDenied`, `ECONNRESET`, … */
  readonly code: string;
  /** HTTP's; undefined when there was no answer. */
  readonly status: number | undefined;

  constructor(operation: string, key: string, code: string, status?: number) {
    super(`${operation} of ${JSON.stringify(key)} failed: ${code}${status ? ` (${status})` : ''}`);
    this.operation = operation;
    this.key = key;
    this.code = code;
    this.status = status;
  }
}

/** The error as the rest of the system sees it. */
export function bucketError(operation: string, key: string, cause: unknown): BucketError {
  if (cause instanceof BucketError) return cause;
  return new BucketError(operation, key, codeOf(cause), statusOf(cause));
}

/** S3's name for what is wrong, or the network's code. */
export function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'UnknownError';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

export function statusOf(cause: unknown): number | undefined {
  if (!(cause instanceof Error) || !('$metadata' in cause)) return undefined;
  const metadata: unknown = cause.$metadata;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  return 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined;
}
