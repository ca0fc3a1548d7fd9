import { build } from 'esbuild';
import {
  type AppSyncApi,
  type AppSyncApiOptions,
  createAppSyncApi,
} from '../../../local/appsync/api.ts';
import { type DataSource } from '../../../local/appsync/data-source.ts';
import { type BundledResolver } from '../../../local/appsync/resolvers.ts';
import { type IamIdentity, type UserPoolIdentity } from '../../../local/identity/identity.ts';
import { type Invocation } from '../../../local/lambda/invocation.ts';

export const NOW = new Date('2026-03-02T03:04:05.678Z');

/** The deployable text of a resolver, made as the project's build makes it. */
export async function bundle(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, loader: 'ts' },
    bundle: true,
    format: 'esm',
    target: 'esnext',
    external: ['@aws-appsync/utils', 'node:*', 'fs'],
    write: false,
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild gave no output');
  return file.text;
}

/** A resolver that sends its arguments and gives back what the function answers; `request` and `response` replace parts. */
export async function resolver(
  field: `${string}.${string}`,
  parts: {
    readonly payload?: string;
    readonly request?: string;
    readonly response?: string;
    readonly operation?: 'Invoke' | 'BatchInvoke';
    readonly dataSource?: string;
    readonly maxBatchSize?: number;
  } = {},
): Promise<BundledResolver> {
  const [typeName = '', fieldName = ''] = field.split('.');
  const { payload = `{ field: '${field}', args: ctx.args }`, operation = 'Invoke' } = parts;
  const {
    request = `return { operation: '${operation}', payload: ${payload} };`,
    response = `if (ctx.error) util.error(ctx.error.message, ctx.error.type, null, ctx.error);
      return ctx.result;`,
    dataSource = 'api',
    maxBatchSize,
  } = parts;
  const code = await bundle(`import { util, runtime, extensions } from '@aws-appsync/utils';
    export function request(ctx) { ${request} }
    export function response(ctx) { ${response} }`);
  return { typeName, fieldName, dataSource, code, ...(maxBatchSize && { maxBatchSize }) };
}

export interface FakeFunction {
  readonly dataSource: DataSource;
  /** The events so far, parsed. */
  readonly events: unknown[];
}

/** A function that answers from this process, as its container would. */
export function fakeFunction(answer: (event: unknown) => unknown): FakeFunction {
  const events: unknown[] = [];
  return {
    events,
    dataSource: {
      kind: 'AWS_LAMBDA',
      async invoke(text) {
        const event: unknown = JSON.parse(text);
        events.push(event);
        const result = await answer(event);
        return succeeded(JSON.stringify(result) ?? 'null');
      },
    },
  };
}

export function succeeded(payload: string): Invocation {
  const statements = [{ name: 'thing.page', milliseconds: 1.24, rows: 25 }];
  return { functionName: 'api', milliseconds: 3.14, statements, ok: true, payload };
}

export function failed(errorType: string, errorMessage: string): Invocation {
  const base = { functionName: 'api', milliseconds: 3.14, statements: [] };
  return { ...base, ok: false, errorType, errorMessage };
}

export const admin = userIn(['admin']);
export const analyst = userIn(['analyst']);
export const newcomer = userIn(null);

function userIn(groups: readonly string[] | null): UserPoolIdentity {
  const username = groups?.[0] ?? 'newcomer';
  return {
    sub: '11111111-2222-4333-8444-555555555555',
    issuer: 'https://issuer.example',
    username,
    claims: { username, ...(groups && { 'cognito:groups': groups }) },
    sourceIp: ['127.0.0.1'],
    groups,
    defaultAuthStrategy: 'ALLOW',
  };
}

export const job: IamIdentity = {
  accountId: '000000000000',
  cognitoIdentityPoolId: null,
  cognitoIdentityId: null,
  sourceIp: ['127.0.0.1'],
  username: 'AROA:job',
  userArn: 'arn:aws:sts::000000000000:assumed-role/job/job',
  cognitoIdentityAuthType: null,
  cognitoIdentityAuthProvider: null,
};

export interface TestApi extends AppSyncApi {
  /** The body of the answer to a request of the admin, or of `identity`. */
  readonly ask: (
    query: string,
    variables?: Record<string, unknown>,
    identity?: UserPoolIdentity | IamIdentity,
  ) => Promise<{ data?: unknown; errors?: readonly unknown[] }>;
}

export async function createApi(
  options: Pick<AppSyncApiOptions, 'sdl'> & Partial<AppSyncApiOptions>,
): Promise<TestApi> {
  const api = await createAppSyncApi({
    resolvers: [],
    dataSources: { none: { kind: 'NONE' } },
    clock: () => NOW,
    ...options,
  });
  return {
    ...api,
    async ask(query, variables, identity = admin) {
      // Through JSON, as a client gets it: absent keys are absent and values have lost their context.
      const { body } = await api.execute({ query, variables }, { identity });
      return JSON.parse(JSON.stringify(body));
    },
  };
}

/** Every message of an answer. */
export function messages(body: { readonly errors?: readonly unknown[] }): string[] {
  return (body.errors ?? []).map(error =>
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '',
  );
}
