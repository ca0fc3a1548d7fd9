import { planArguments } from './arguments.ts';
import {
  type Answered,
  type Call,
  type Caller,
  type Engine,
  type GraphqlRequest,
  prepareCall,
  refused,
} from './call.ts';
import { type CallError, type ErrorBody, requestError } from './errors.ts';
import { ArgumentError } from './literal.ts';
import { type SubscriptionFilter } from './runtime/inside/subscription-filter.ts';
import { complaintAbout } from './subscriptions/filter.ts';
import { givenArguments } from './subscriptions/given-arguments.ts';

/** Whom a subscription is delivered to. */
export interface Subscriber {
  /** Called once, before anything is delivered, with what ends the subscription. */
  readonly started: (stop: () => void) => void;
  /** Takes `{"data": …, "errors"?: …}` as JSON text. */
  readonly next: (payload: string) => void;
  /** A mutation has ended the subscription. */
  readonly invalidated: () => void;
}

export type Subscribed =
  { readonly ok: true } | { readonly ok: false; readonly errors: readonly ErrorBody[] };

/**
 * Validates a subscription, asks its resolver once, and serves it from then on. What the caller is refused below the
 * root shows as nulls with errors in what is delivered.
 */
export async function subscribe(
  engine: Engine,
  request: GraphqlRequest,
  caller: Caller,
  subscriber: Subscriber,
): Promise<{ readonly answered: Answered; readonly subscribed: Subscribed }> {
  const answered = await registered(engine, request, caller, subscriber).catch((cause: unknown) => {
    if (!(cause instanceof ArgumentError)) throw cause;
    return refused([requestError(cause.message, null)]);
  });
  const { errors = [] } = answered.body;
  return { answered, subscribed: errors.length > 0 ? { ok: false, errors } : { ok: true } };
}

async function registered(
  engine: Engine,
  request: GraphqlRequest,
  caller: Caller,
  subscriber: Subscriber,
): Promise<Answered> {
  const call = prepareCall(engine, request, caller, ({ operation }) =>
    operation === 'subscription' ? null : unsupported(operation),
  );
  if ('status' in call) return call;
  const { plan } = call;
  const outcome = await call.run();
  const { errors, data } = outcome;
  if (errors.length > 0) return { status: 200, body: { data, errors }, plan, outcome };

  const [effects] = outcome.effects;
  const filter = filterOf(effects?.subscriptionFilter);
  const invalidationFilter = filterOf(effects?.invalidationFilter);
  for (const each of [filter, invalidationFilter]) {
    const message = each && complaintAbout(each);
    if (message) return refused([{ errorType: 'BadRequestException', message }]);
  }
  const field = plan.root.fields.find(({ meta }) => meta === null);
  if (!field) return refused([nothing]);
  const { denied } = call;
  const stop = engine.registry.add({
    ...{ field: field.name, plan, denied, filter, invalidationFilter },
    given: given(engine, call, field.name),
    next: subscriber.next,
    invalidated: subscriber.invalidated,
  });
  subscriber.started(stop);
  return { status: 200, body: { data }, plan, outcome };
}

function unsupported(operation: string): CallError {
  return {
    errorType: 'UnsupportedOperation',
    message: `${operation} not supported through the realtime channel`,
  };
}

const nothing: CallError = {
  errorType: 'BadRequestException',
  message: 'The subscription selects nothing that could be delivered.',
};

function given(engine: Engine, { plan, variables }: Call, name: string) {
  const definition = engine.api.schema.getSubscriptionType()?.getFields()[name];
  const node = plan.rootNodes.find(each => each.name.value === name);
  if (!definition || !node) throw new Error(`The schema has no field Subscription.${name}.`);
  const coerced: unknown = JSON.parse(planArguments(definition.args, node)(variables));
  return givenArguments(node, coerced as Readonly<Record<string, unknown>>, variables);
}

/** From the resolvers' context, whose objects are not ours; it was checked there. */
function filterOf(value: unknown): SubscriptionFilter | null {
  if (value === null || value === undefined) return null;
  return JSON.parse(JSON.stringify(value)) as SubscriptionFilter;
}
