import { setTimeout as sleep } from 'node:timers/promises';
import { type EventRule, type RuleTarget } from '../../build/rules.ts';
import { type BusEvent } from './bus-event.ts';
import { type GraphqlCall, type GraphqlReply } from './graphql-target.ts';

export interface DeliveryOptions {
  /** Sends a call to the API. Rejects when no answer came. */
  readonly call: (
    rule: EventRule,
    body: GraphqlCall['body'],
    signal: AbortSignal,
  ) => Promise<GraphqlReply>;
  /** Told what became of an event when it was not simply done. */
  readonly log: (line: string) => void;
  /** Waits so many milliseconds, or rejects when it is told to stop. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export interface Delivery {
  /** Calls the mutation of the rule with what the event gives, at once and, while nobody can answer, again. */
  deliver(rule: EventRule, event: BusEvent): void;
  /** Drops what waits, and breaks off what is under way. */
  close(): Promise<void>;
}

/** Source: EventBridge user guide, "Event retry policy": 24 hours and up to 185 times, with back-off. */
const MOST_ATTEMPTS = 186;
const LONGEST_MS = 24 * 60 * 60_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/**
 * Delivers as EventBridge does: what the API answers is the end of it, also a refusal of the field (such as
 * `RUN_IN_PROGRESS`); a failure of the service, too many requests or no answer is tried again, less and less often.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const {
    call,
    log,
    wait = (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
  } = options;
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();

  async function attempts(rule: EventRule, event: BusEvent): Promise<void> {
    const body = { query: rule.target.document, variables: variablesOf(rule.target, event) };
    let waited = 0;
    for (let attempt = 1; ; attempt++) {
      const { failure, again } = await outcome(rule, body);
      if (failure === undefined || closing.signal.aborted) return;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      if (!again || attempt === MOST_ATTEMPTS || waited + pause > LONGEST_MS) {
        return log(`rule ${rule.name}: event ${event.id} is given up: ${failure}`);
      }
      log(`rule ${rule.name}: ${failure}, again in ${pause / 1000} s`);
      waited += pause;
      try {
        await wait(pause, closing.signal);
      } catch {
        return;
      }
    }
  }

  async function outcome(
    rule: EventRule,
    body: GraphqlCall['body'],
  ): Promise<{ readonly failure?: string; readonly again?: boolean }> {
    try {
      const { status, text } = await call(rule, body, closing.signal);
      if (status >= 500 || status === 429) return { failure: `status ${status}`, again: true };
      if (status !== 200) return { failure: `status ${status}`, again: false };
      const refused = refusalIn(text);
      if (refused) log(`rule ${rule.name}: ${rule.target.mutation} answers ${refused}`);
      return {};
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'broken off';
      return { failure: `no answer (${code})`, again: true };
    }
  }

  return {
    deliver(rule, event) {
      if (closing.signal.aborted) return;
      const delivery = attempts(rule, event).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    },
    async close() {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}

/** As an input transformer takes them from the event; null for what it does not have. */
function variablesOf({ variables }: RuleTarget, event: BusEvent): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, place]) => [name, valueAt(event, place)]),
  );
}

function valueAt(event: BusEvent, place: string): unknown {
  const names = place.split('.').slice(1);
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? value[name as keyof typeof value]
        : null,
    event,
  );
}

/** Type and reason of the first error of an answer; no message, for it could carry data. */
function refusalIn(text: string): string | undefined {
  const { errors } = JSON.parse(text) as {
    errors?: readonly {
      readonly errorType?: string | null;
      readonly errorInfo?: { readonly reason?: string } | null;
    }[];
  };
  const [first] = errors ?? [];
  if (!first) return undefined;
  return [first.errorType ?? 'an error', first.errorInfo?.reason].filter(Boolean).join('/');
}
