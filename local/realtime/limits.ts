export interface RealtimeLimits {
  /** Told to clients: without a `ka` for so long they close. */
  readonly connectionTimeoutMs: number;
  readonly keepAliveMs: number;
  /** After that a client connects anew. */
  readonly connectionMs: number;
  /** How long a client that is not let in may wait to be told why. */
  readonly refusedMs: number;
  /** Of one connection. */
  readonly subscriptions: number;
  /** The largest message of a client. */
  readonly messageBytes: number;
  /** What may wait for a client that does not read. */
  readonly bufferedBytes: number;
}

/** The first three and `subscriptions` are the service's. */
export const LIMITS: RealtimeLimits = {
  connectionTimeoutMs: 300_000,
  keepAliveMs: 60_000,
  connectionMs: 24 * 60 * 60_000,
  refusedMs: 15_000,
  subscriptions: 100,
  messageBytes: 1024 * 1024,
  bufferedBytes: 1024 * 1024,
};
