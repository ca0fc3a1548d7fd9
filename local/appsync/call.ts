import { type OperationDefinitionNode } from 'graphql';
import { type AuthMode, type Identity, modeOf } from '../identity/identity.ts';
import { type Documents, type PreparedOperation } from './documents.ts';
import { type CallError, type ErrorBody, requestError } from './errors.ts';
import {
  executeOperation,
  type Limits,
  type OperationInput,
  type OperationOutcome,
} from './execute.ts';
import { locationOf } from './graphql-java-wording.ts';
import { introspect } from './introspect.ts';
import { type Variables } from './literal.ts';
import { type OperationPlan } from './plan.ts';
import { PlanTooLarge } from './planner.ts';
import { type CallerContext, type Kernel } from './runtime/kernel.ts';
import { type ApiSchema } from './schema.ts';
import { published } from './subscriptions/published.ts';
import { type Registry } from './subscriptions/registry.ts';
import { coerceVariables } from './variables.ts';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** Who calls, already authenticated, with headers as `ctx.request.headers` shows them. */
export interface Caller {
  readonly identity: Identity;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export interface AnswerBody {
  readonly data?: unknown;
  readonly errors?: readonly ErrorBody[];
}

export interface Engine {
  readonly api: ApiSchema;
  readonly documents: Documents;
  readonly kernel: Kernel;
  readonly limits: Limits;
  readonly registry: Registry;
}

export interface Answered {
  readonly status: number;
  readonly body: AnswerBody;
  readonly plan?: OperationPlan;
  readonly outcome?: OperationOutcome;
}

/** A document and its variables that are in order, and what its caller may reach. */
export interface Call {
  readonly plan: OperationPlan;
  readonly variables: Variables;
  readonly denied: readonly boolean[] | null;
  readonly run: () => Promise<OperationOutcome>;
}

/** Reads, validates and plans a request; an answer when there is nothing to run. */
export function prepareCall(
  engine: Engine,
  request: GraphqlRequest,
  caller: Caller,
  accept: (operation: OperationDefinitionNode) => CallError | null,
): Call | Answered {
  const prepared = engine.documents.prepare(request.query, request.operationName ?? null);
  if (prepared.kind === 'malformed') return { status: 400, body: { errors: [prepared.error] } };
  if (prepared.kind === 'refused') return refused(prepared.errors);
  const { operation } = prepared.prepared;
  const unaccepted = accept(operation);
  if (unaccepted) return refused([unaccepted]);

  const given = request.variables ?? {};
  const definitions = operation.variableDefinitions ?? [];
  const variables = coerceVariables(engine.api.schema, definitions, given);
  if (!variables.ok) return refused([variables.error]);

  const planned = planFor(engine, prepared.prepared, variables.values, given);
  if (planned instanceof PlanTooLarge) {
    return refused([requestError(planned.message, [locationOf(operation.loc)])]);
  }
  const { plan, introspected } = planned;
  const denied = deniedRules(engine.api, plan, caller.identity);
  return {
    plan,
    variables: variables.values,
    denied,
    run: () =>
      executeOperation(engine.kernel, engine.limits, {
        plan,
        variables: variables.values,
        variablesJson: plan.resolverFields > 0 ? JSON.stringify(given) : '{}',
        callerJson: plan.resolverFields > 0 ? callerJson(caller) : '{}',
        authType: AUTH_TYPES[modeOf(caller.identity)],
        denied,
        introspected,
      }),
  };
}

/** Answers a query or a mutation, and delivers what a mutation answered to its subscribers. */
export async function execute(
  engine: Engine,
  request: GraphqlRequest,
  caller: Caller,
): Promise<Answered> {
  const call = prepareCall(engine, request, caller, ({ operation }) =>
    operation === 'subscription' ? subscriptionOverHttp : null,
  );
  if ('status' in call) return call;
  const outcome = await call.run();
  if (call.plan.serial) publish(engine.registry, call.plan, outcome);
  const { data, errors } = outcome;
  const body = errors.length > 0 ? { data, errors } : { data };
  return { status: 200, body, plan: call.plan, outcome };
}

/** A mutation that came to nothing delivers nothing. */
function publish(registry: Registry, plan: OperationPlan, { data, effects }: OperationOutcome) {
  const answer = (data ?? {}) as Readonly<Record<string, unknown>>;
  for (const field of plan.root.fields) {
    const value = field.meta ? null : answer[field.responseKey];
    if (value === null || value === undefined) continue;
    registry.publish(field.name, () => published(field.shape, value));
  }
  for (const { subscriptionField, payload } of effects.flatMap(each => each.invalidations)) {
    registry.invalidate(subscriptionField, payload);
  }
}

/** Before execution: status 200 all the same, `data: null`. */
export function refused(errors: readonly ErrorBody[]): Answered {
  return { status: 200, body: { data: null, errors } };
}

const subscriptionOverHttp: CallError = {
  errorType: 'OperationNotSupported',
  message: 'Subscriptions are not answered over HTTP; they need a WebSocket connection.',
};

/** What `util.authType()` answers. */
const AUTH_TYPES: Readonly<Record<AuthMode, string>> = {
  AMAZON_COGNITO_USER_POOLS: 'User Pool Authorization',
  AWS_IAM: 'IAM Authorization',
};

function planFor(
  { api: { schema } }: Engine,
  prepared: PreparedOperation,
  variables: Variables,
  given: Variables,
): Pick<OperationInput, 'plan' | 'introspected'> | PlanTooLarge {
  try {
    const plan = prepared.plan(variables);
    return { plan, introspected: introspect(schema, prepared, plan, variables, given) };
  } catch (cause) {
    if (cause instanceof PlanTooLarge) return cause;
    throw cause;
  }
}

function callerJson({ identity, headers = {} }: Caller): string {
  const context: CallerContext = { identity, request: { headers, domainName: null } };
  return JSON.stringify(context);
}

/** Asks each rule of the plan once; null when the caller may reach everything. */
function deniedRules(
  api: ApiSchema,
  plan: OperationPlan,
  identity: Identity,
): readonly boolean[] | null {
  let denied: boolean[] | null = null;
  for (const rule of plan.rules) {
    if (rule.allows(identity)) continue;
    denied ??= api.rules.map(() => false);
    denied[rule.id] = true;
  }
  return denied;
}
