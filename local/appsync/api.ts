import { type GraphQLSchema } from 'graphql';
import { type AuthMode } from '../identity/identity.ts';
import { type IamPolicy } from './authorize.ts';
import {
  type AnswerBody,
  type Answered,
  type Caller,
  type Engine,
  execute,
  type GraphqlRequest,
} from './call.ts';
import { type DataSource } from './data-source.ts';
import { createDocuments } from './documents.ts';
import { checkEnvironment } from './environment.ts';
import { type Limits } from './execute.ts';
import { type BundledFunction, type BundledResolver, loadResolvers } from './resolvers.ts';
import { createBridge } from './runtime/bridge.ts';
import { createSandbox } from './runtime/sandbox.ts';
import { requestIdOf } from './request-id.ts';
import { buildApiSchema } from './schema.ts';
import { subscribe, type Subscribed, type Subscriber } from './subscribe.ts';
import { createRegistry } from './subscriptions/registry.ts';
import { topicsOf } from './subscriptions/topics.ts';
import { type OperationTrace } from './trace.ts';

export { type AnswerBody, type Caller, type GraphqlRequest } from './call.ts';

export interface AppSyncApiOptions {
  /** The text of schema.graphql. */
  readonly sdl: string;
  readonly resolvers: readonly BundledResolver[];
  /** What pipelines among the resolvers name; by default none. */
  readonly functions?: readonly BundledFunction[];
  /** `ctx.env`; by default empty. */
  readonly environment?: Readonly<Record<string, string>>;
  /** By the names that the resolvers use. */
  readonly dataSources: Readonly<Record<string, DataSource>>;
  readonly clock: () => Date;
  /** Each left out: no depth limit, 10,000 resolvers, 30 seconds, 5 MB, a million values. */
  readonly limits?: Partial<Limits>;
  /** By default on. */
  readonly introspection?: boolean;
  /** The mode of fields without a directive. */
  readonly defaultAuth?: AuthMode;
  /** What roles may call of what is open to IAM; by default everything. */
  readonly iamPolicy?: IamPolicy;
  /** Called after each operation, refused ones included. */
  readonly onOperation?: (trace: OperationTrace) => void;
  /** What resolvers write with console.log; by default nowhere. */
  readonly onLog?: (level: string, text: string) => void;
}

export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
  /** Headers that resolvers added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly trace: OperationTrace;
}

export interface AppSyncApi {
  readonly schema: GraphQLSchema;
  /** Answers one request. Never rejects: what goes wrong is in the answer. */
  readonly execute: (request: GraphqlRequest, caller: Caller) => Promise<Answer>;
  /** Registers a subscription, or says why not. Never rejects. */
  readonly subscribe: (
    request: GraphqlRequest,
    caller: Caller,
    subscriber: Subscriber,
  ) => Promise<Subscribed>;
  /** How many are being served. */
  readonly subscriptions: () => number;
}

const SERVICE_LIMITS: Limits = {
  queryDepthLimit: 0,
  resolverCountLimit: 10_000,
  requestTimeoutMs: 30_000,
  responseBytes: 5 * 1024 * 1024,
  answerValues: 1_000_000,
};

/**
 * An AppSync API in this process: schema, APPSYNC_JS resolvers as they would be deployed, and their data sources.
 * Rejects when the schema is not one, or a resolver does not load, with every reason.
 */
export async function createAppSyncApi(options: AppSyncApiOptions): Promise<AppSyncApi> {
  const { clock, introspection = true, defaultAuth = 'AMAZON_COGNITO_USER_POOLS' } = options;
  const api = buildApiSchema(options.sdl, defaultAuth, options.iamPolicy);
  const { schema } = api;
  const { onLog: log = () => {} } = options;
  const { dataSources, functions, environment = {} } = options;
  checkEnvironment(environment);
  const sandbox = await createSandbox(createBridge({ clock, log }), environment);
  const resolvers = await loadResolvers(schema, sandbox, dataSources, options.resolvers, functions);
  const limits = { ...SERVICE_LIMITS, ...options.limits };
  const depthLimit = limits.queryDepthLimit === 0 ? Infinity : limits.queryDepthLimit;
  const registry = createRegistry(topicsOf(schema), depthLimit, field =>
    log('WARN', `What Subscription.${field} had to deliver is larger than 240 KB, and was not.`),
  );
  const engine: Engine = {
    api,
    documents: createDocuments({ api, resolvers, schema, introspection }),
    kernel: sandbox.kernel,
    limits,
    registry,
  };
  const observed = (
    started: number,
    { headers = {} }: Caller,
    { status, body, outcome, plan }: Answered,
  ): OperationTrace => {
    const milliseconds = performance.now() - started;
    const trace = traceOf(status, requestIdOf(headers), milliseconds, body, plan, outcome);
    options.onOperation?.(trace);
    return trace;
  };
  return {
    schema,
    async execute(request, caller) {
      const started = performance.now();
      const answered = await execute(engine, request, caller);
      const trace = observed(started, caller, answered);
      const { status, body, outcome } = answered;
      return { status, body, headers: outcome?.headers ?? {}, trace };
    },
    async subscribe(request, caller, subscriber) {
      const started = performance.now();
      const { answered, subscribed } = await subscribe(engine, request, caller, subscriber);
      observed(started, caller, answered);
      return subscribed;
    },
    subscriptions: () => registry.size,
  };
}

function traceOf(
  status: number,
  requestId: string | null,
  milliseconds: number,
  body: AnswerBody,
  plan: Answered['plan'],
  outcome: Answered['outcome'],
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
    requestId,
    milliseconds,
    rootFields: [...new Set(root?.fields.map(field => `${root.typeName}.${field.name}`))],
    calls: outcome?.calls ?? [],
    errors,
  };
}
