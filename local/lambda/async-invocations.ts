import { setTimeout as sleep } from 'node:timers/promises';
import { type Invocation } from './invocation.ts';

export interface AsyncInvocationsOptions {
  readonly invoke: (event: string) => Promise<Invocation>;
  /** Told of each attempt that failed, by the error's type alone. */
  readonly log: (line: string) => void;
  /** Waits so many milliseconds, or until it is told to stop. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Calls that nobody waits for, as Lambda makes them (`invocationType: 'Event'`). */
export interface AsyncInvocations {
  /**
   * Takes an event; the function is called at once and, when that fails, twice more. Gives why it is not taken:
   * it is too large, or the queue is closed.
   */
  enqueue(event: string): string | undefined;
  /** Takes no more events, and drops attempts that are still to come; those under way come to their end. */
  close(): Promise<void>;
}

/** Source: Lambda quotas, "Invocation payload", asynchronous. */
const LARGEST_EVENT_BYTES = 1_048_576;

/** Before the second and the third attempt. Source: Lambda developer guide, "Asynchronous invocation". */
const PAUSES_MS = [60_000, 120_000];

export function createAsyncInvocations(options: AsyncInvocationsOptions): AsyncInvocations {
  const {
    invoke,
    log,
    wait = (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
  } = options;
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();

  async function deliver(event: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const invocation = await invoke(event);
      if (invocation.ok) return;
      const pause = PAUSES_MS[attempt - 1];
      const next = pause === undefined ? 'the event is dropped' : `again in ${pause / 1000} s`;
      log(
        `${invocation.functionName}: attempt ${attempt} of an event failed (${invocation.errorType}), ${next}`,
      );
      if (pause === undefined) return;
      try {
        await wait(pause, closing.signal);
      } catch {
        // The stack stops: the event is lost, as it is written.
      }
      if (closing.signal.aborted) return;
    }
  }

  return {
    enqueue(event) {
      if (closing.signal.aborted) return 'The function was stopped.';
      const bytes = Buffer.byteLength(event);
      if (bytes > LARGEST_EVENT_BYTES) {
        return `${bytes} byte payload is too large for the Event invocation type (limit ${LARGEST_EVENT_BYTES} bytes)`;
      }
      const delivery = deliver(event).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
      return undefined;
    },
    async close() {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}
