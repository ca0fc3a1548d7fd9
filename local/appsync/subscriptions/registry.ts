import {
  AnswerTooLarge,
  type Completion,
  completeSelection,
  completeValue,
  NULLED,
} from '../complete.ts';
import { type ErrorBody } from '../errors.ts';
import { type OperationPlan } from '../plan.ts';
import { type SubscriptionFilter } from '../runtime/inside/subscription-filter.ts';
import { matches } from './filter.ts';
import { equalsArguments, type GivenArguments } from './given-arguments.ts';
import { type Topics } from './topics.ts';

/** One subscription that is being served. */
export interface Registration {
  /** The field of Subscription. */
  readonly field: string;
  readonly plan: OperationPlan;
  readonly given: GivenArguments;
  /** Replaces the comparison with `given`. */
  readonly filter: SubscriptionFilter | null;
  readonly invalidationFilter: SubscriptionFilter | null;
  /** By rule id, what the subscriber is refused. */
  readonly denied: readonly boolean[] | null;
  /** Takes `{"data": …, "errors"?: …}` as JSON text. */
  readonly next: (payload: string) => void;
  /** The subscription was ended by a mutation. */
  readonly invalidated: () => void;
}

export interface Registry {
  /** Serves a subscription until the function that it gives back is called. */
  readonly add: (registration: Registration) => () => void;
  /** Delivers what a mutation answered, by field names, to whom it is for. */
  readonly publish: (mutation: string, payload: () => unknown) => void;
  /** Ends the subscriptions to a field whose invalidation filter the payload satisfies. */
  readonly invalidate: (field: string, payload: unknown) => void;
  readonly size: number;
}

/** Source: AWS General Reference, "AWS AppSync endpoints and quotas": outbound payloads of subscriptions. */
const LARGEST_PAYLOAD_BYTES = 240 * 1024;

/** `onTooLarge` hears of what could not be delivered for its size. */
export function createRegistry(
  topics: Topics,
  depthLimit: number,
  onTooLarge: (field: string) => void,
): Registry {
  const byField = new Map<string, Set<Registration>>();
  const withdraw = (registration: Registration): void => {
    const all = byField.get(registration.field);
    all?.delete(registration);
    if (all?.size === 0) byField.delete(registration.field);
  };
  return {
    add(registration) {
      const all = byField.get(registration.field) ?? new Set();
      byField.set(registration.field, all.add(registration));
      return () => withdraw(registration);
    },
    publish(mutation, made) {
      const fields = (topics.get(mutation) ?? []).filter(field => byField.has(field));
      if (fields.length === 0) return;
      const payload = made();
      for (const field of fields) {
        const seen = createViews(field, payload, depthLimit);
        for (const registration of [...(byField.get(field) ?? [])]) {
          if (!isFor(registration, payload)) continue;
          const text = seen(registration);
          if (text === null) onTooLarge(field);
          else registration.next(text);
        }
      }
    },
    invalidate(field, payload) {
      for (const registration of [...(byField.get(field) ?? [])]) {
        const { invalidationFilter } = registration;
        if (!invalidationFilter || !matches(invalidationFilter, payload)) continue;
        withdraw(registration);
        registration.invalidated();
      }
    },
    get size() {
      return [...byField.values()].reduce((sum, all) => sum + all.size, 0);
    },
  };
}

function isFor({ filter, given }: Registration, payload: unknown): boolean {
  return filter ? matches(filter, payload) : equalsArguments(given, payload);
}

/** Subscribers with the same document and the same rights see the same, which is worked out once; null: too large. */
function createViews(field: string, payload: unknown, depthLimit: number) {
  const views = new Map<OperationPlan, Map<string, string | null>>();
  return (registration: Registration): string | null => {
    const { plan, denied } = registration;
    const known = views.get(plan) ?? new Map<string, string | null>();
    views.set(plan, known);
    const rights = denied?.map(Number).join('') ?? '';
    let text = known.get(rights);
    if (text === undefined) {
      text = textOf(registration, { [field]: payload }, depthLimit);
      known.set(rights, text);
    }
    return text;
  };
}

/** What is delivered; null when it is too large. */
function textOf(registration: Registration, source: object, depthLimit: number): string | null {
  try {
    const text = JSON.stringify(viewOf(registration, source, depthLimit));
    return Buffer.byteLength(text) > LARGEST_PAYLOAD_BYTES ? null : text;
  } catch (cause) {
    if (cause instanceof AnswerTooLarge) return null;
    throw cause;
  }
}

/** Nothing is resolved anew: what the mutation did not select is null. */
function viewOf(
  { plan, denied }: Registration,
  source: object,
  depthLimit: number,
): { data: unknown; errors?: readonly ErrorBody[] } {
  const errors: ErrorBody[] = [];
  let values = 0;
  const completion: Completion = {
    errors,
    path: [],
    denied,
    depthLimit,
    introspected: {},
    spend(more) {
      // Each takes some bytes.
      values += more;
      if (values > LARGEST_PAYLOAD_BYTES) throw new AnswerTooLarge();
    },
    resolve: (field, from, slot) => {
      const value = (from as Readonly<Record<string, unknown>> | undefined)?.[field.name];
      return completeValue(completion, field, field.shape, value, slot);
    },
  };
  const answer = { data: null };
  const slot = { target: answer, key: 'data', nonNull: false, parent: null };
  const data = completeSelection(completion, plan.root, source, slot);
  return { data: data === NULLED ? null : data, ...(errors.length > 0 && { errors }) };
}
