/** What can go wrong with a request when a test says so. */
export type Fault =
  /** The connection is reset before anything is done. */
  | 'REFUSE'
  /** Nothing is done and nothing is ever answered. */
  | 'SILENCE'
  /** 500 InternalError, nothing done. */
  | 'ERROR_500'
  /** 503 SlowDown, nothing done. */
  | 'ERROR_503'
  /** 403 AccessDenied, nothing done. */
  | 'DENY'
  /** The connection is reset when half of the request's body is there. */
  | 'CUT_REQUEST'
  /** The connection is reset when half of the answer's body was sent. */
  | 'CUT_ANSWER'
  /** The disk is full (ENOSPC) when half of the body is written. */
  | 'DISK_FULL'
  /** The connection is reset when everything is there and nothing is stored. */
  | 'STOP_BEFORE_STORING'
  /** The connection is reset when it is stored and nothing is answered. */
  | 'STOP_AFTER_STORING';

/** What is known of a request before it is looked at. */
export interface FaultedRequest {
  /** Counted from 1 since the server was opened. */
  readonly number: number;
  /** As in S3's reference: `PutObject`, `ListObjectsV2`, … */
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
}

/** Asked once for each request. */
export type Faults = (request: FaultedRequest) => Fault | undefined;

/** Thrown where a fault ends the connection without an answer. */
export class ConnectionEnds extends Error {
  override readonly name = 'ConnectionEnds';
}

/** Does what stores something, or ends the connection before or after it. */
export async function storing<T>(fault: Fault | undefined, store: () => Promise<T>): Promise<T> {
  if (fault === 'STOP_BEFORE_STORING') throw new ConnectionEnds();
  const stored = await store();
  if (fault === 'STOP_AFTER_STORING') throw new ConnectionEnds();
  return stored;
}

/**
 * The same bytes, until the fault strikes after half of them. Bodies of one chunk are divided, so that there is a half.
 */
export async function* faulted(
  chunks: AsyncIterable<Buffer>,
  bytes: number,
  fault: Fault | undefined,
): AsyncGenerator<Buffer> {
  const strikes = fault === 'CUT_REQUEST' || fault === 'DISK_FULL';
  let left = strikes ? Math.floor(bytes / 2) : Number.POSITIVE_INFINITY;
  for await (const chunk of chunks) {
    if (chunk.length < left) {
      left -= chunk.length;
      yield chunk;
      continue;
    }
    yield chunk.subarray(0, left);
    if (fault === 'CUT_REQUEST') throw new ConnectionEnds();
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  }
}
