import { executeSync, type GraphQLSchema } from 'graphql';
import { type AuthMode, type Identity, modeOf } from '../identity/identity.ts';
import { type DataSource } from './data-source.ts';
import {
  createDocuments,
  type Documents,
  introspectionDocument,
  type PreparedOperation,
} from './documents.ts';
import { type CallError, type ErrorBody, requestError } from './errors.ts';
import { executeOperation, type Limits, type OperationOutcome } from './execute.ts';
import { locationOf } from './graphql-java-wording.ts';
import { type OperationPlan } from './plan.ts';
import { PlanTooLarge } from './planner.ts';
import { type BundledResolver, loadResolvers } from './resolvers.ts';
import { createBridge } from './runtime/bridge.ts';
import { type CallerContext, type Kernel } from './runtime/kernel.ts';
import { createSandbox } from './runtime/sandbox.ts';
import { type ApiSchema, buildApiSchema } from './schema.ts';
import { type OperationTrace } from './trace.ts';
import { coerceVariables } from './variables.ts';

export interface AppSyncApiOptions {
  /** The text of schema.graphql. */
  readonly sdl: string;
  readonly resolvers: readonly BundledResolver[];
  /** By the names that the resolvers use. */
  readonly dataSources: Readonly<Record<string, DataSource>>;
  readonly clock: () => Date;
  /** Each left out: no depth limit, 10,000 resolvers, 30 seconds, 5 MB. */
  readonly limits?: Partial<Limits>;
  /** By default on. */
  readonly introspection?: boolean;
  /** The mode of fields without a directive. */
  readonly defaultAuth?: AuthMode;
  /** Called after each operation, refused ones included. */
  readonly onOperation?: (trace: OperationTrace) => void;
  /** What resolvers write with console.log; by default nowhere. */
  readonly onLog?: (level: string, text: string) => void;
}

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

export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
  readonly trace: OperationTrace;
}

export interface AppSyncApi {
  readonly schema: GraphQLSchema;
  /** Answers one request. Never rejects: what goes wrong is in the answer. */
  readonly execute: (request: GraphqlRequest, caller: Caller) => Promise<Answer>;
}

const SERVICE_LIMITS: Limits = {
  queryDepthLimit: 0,
  resolverCountLimit: 10_000,
  requestTimeoutMs: 30_000,
  responseBytes: 5 * 1024 * 1024,
};

/**
 * An AppSync API in this process: schema, APPSYNC_JS resolvers as they would be deployed, and their data sources.
 * Rejects when the schema is not one, or a resolver does not load, with every reason.
 */
export async function createAppSyncApi(options: AppSyncApiOptions): Promise<AppSyncApi> {
  const { clock, introspection = true, defaultAuth = 'AMAZON_COGNITO_USER_POOLS' } = options;
  const api = buildApiSchema(options.sdl, defaultAuth);
  const { schema } = api;
  const { onLog: log = () => {} } = options;
  const sandbox = await createSandbox(createBridge({ clock, log }));
  const resolvers = await loadResolvers(schema, sandbox, options.dataSources, options.resolvers);
  const engine: Engine = {
    api,
    documents: createDocuments({ api, resolvers, schema, introspection }),
    kernel: sandbox.kernel,
    limits: { ...SERVICE_LIMITS, ...options.limits },
  };
  return {
    schema,
    async execute(request, caller) {
      const started = performance.now();
      const { status, body, outcome, plan } = await answer(engine, request, caller);
      const trace = traceOf(status, performance.now() - started, body, plan, outcome);
      options.onOperation?.(trace);
      return { status, body, trace };
    },
  };
}

interface Engine {
  readonly api: ApiSchema;
  readonly documents: Documents;
  readonly kernel: Kernel;
  readonly limits: Limits;
}

interface Answered {
  readonly status: number;
  readonly body: AnswerBody;
  readonly plan?: OperationPlan;
  readonly outcome?: OperationOutcome;
}

async function answer(engine: Engine, request: GraphqlRequest, caller: Caller): Promise<Answered> {
  const prepared = engine.documents.prepare(request.query, request.operationName ?? null);
  if (prepared.kind === 'malformed') return { status: 400, body: { errors: [prepared.error] } };
  if (prepared.kind === 'refused') return refused(prepared.errors);
  const { operation } = prepared.prepared;
  if (operation.operation === 'subscription') return refused([subscriptionOverHttp]);

  const given = request.variables ?? {};
  const definitions = operation.variableDefinitions ?? [];
  const variables = coerceVariables(engine.api.schema, definitions, given);
  if (!variables.ok) return refused([variables.error]);

  const plan = planFor(prepared.prepared, variables.values);
  if ('message' in plan) return refused([requestError(plan.message, [locationOf(operation.loc)])]);
  const outcome = await executeOperation(engine.kernel, engine.limits, {
    plan,
    variables: variables.values,
    variablesJson: plan.resolverFields > 0 ? JSON.stringify(given) : '{}',
    callerJson: plan.resolverFields > 0 ? callerJson(caller) : '{}',
    authType: AUTH_TYPES[modeOf(caller.identity)],
    denied: deniedRules(engine.api, plan, caller.identity),
    introspected: introspect(engine.api.schema, prepared.prepared, plan, given),
  });
  const { data, errors } = outcome;
  const body = errors.length > 0 ? { data, errors } : { data };
  return { status: 200, body, plan, outcome };
}

/** Before execution: status 200 all the same, `data: null`. */
function refused(errors: readonly ErrorBody[]): Answered {
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
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
): OperationPlan | PlanTooLarge {
  try {
    return prepared.plan(variables);
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

function introspect(
  schema: GraphQLSchema,
  prepared: PreparedOperation,
  plan: OperationPlan,
  variableValues: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (plan.introspection.length === 0) return {};
  const document = introspectionDocument(prepared, plan.introspection);
  return { ...executeSync({ schema, document, variableValues }).data };
}

function traceOf(
  status: number,
  milliseconds: number,
  body: AnswerBody,
  plan: OperationPlan | undefined,
  outcome: OperationOutcome | undefined,
): OperationTrace {
  const errors: Record<string, number> = {};
  for (const error of body.errors ?? []) {
    const type = 'errorType' in error ? error.errorType : null;
    // Resolvers may choose any type; one that is no plain name could carry data into the log.
    const name = type !== null && /^[\w:.]{1,40}$/.test(type) ? type : 'GraphQL';
    errors[name] = (errors[name] ?? 0) + 1;
  }
  const root = plan?.root;
  return {
    status,
    milliseconds,
    rootFields: [...new Set(root?.fields.map(field => `${root.typeName}.${field.name}`))],
    calls: outcome?.calls ?? [],
    errors,
  };
}
