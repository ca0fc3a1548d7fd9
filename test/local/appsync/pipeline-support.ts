import { type BundledFunction, type BundledResolver } from '../../../local/appsync/resolvers.ts';
import { bundle, createApi, fakeFunction } from './support.ts';

/** What pipelines are tried on. */
export const sdl = `
  type Query { thing(n: Int): Thing, things: [Thing] }
  type Mutation { start(n: Int): Thing @aws_iam @aws_cognito_user_pools }
  type Thing @aws_iam @aws_cognito_user_pools { id: ID, text: String, json: AWSJSON, slow: String }
`;

const utils = "import { util, runtime, extensions } from '@aws-appsync/utils';";

/** Bodies of the two exports. */
export interface Halves {
  readonly request?: string;
  readonly response?: string;
}

const codeOf = ({ request = 'return {};', response = 'return ctx.result;' }: Halves) =>
  bundle(`${utils}
    export function request(ctx) { ${request} }
    export function response(ctx) { ${response} }`);

/** A function of pipelines; without halves of its own it hands its payload to the data source. */
export async function step(
  name: string,
  halves: Halves & { readonly dataSource?: string; readonly maxBatchSize?: number } = {},
): Promise<BundledFunction> {
  const { dataSource = 'none', maxBatchSize, ...rest } = halves;
  const request = `return { operation: 'Invoke', payload: { step: '${name}', n: ctx.args.n } };`;
  const code = await codeOf({ request, ...rest });
  return { name, dataSource, code, ...(maxBatchSize && { maxBatchSize }) };
}

/** A resolver of that field over functions; without halves of its own it gives the last one's result. */
export async function pipeline(
  field: `${string}.${string}`,
  functions: readonly string[],
  halves: Halves = {},
): Promise<BundledResolver> {
  const [typeName = '', fieldName = ''] = field.split('.');
  const code = await codeOf({ response: 'return ctx.prev.result;', ...halves });
  return { typeName, fieldName, functions, code };
}

/** Asks for `thing` over some functions; the answer of it and whatever its function was sent. */
export async function ask(
  steps: readonly BundledFunction[],
  halves: Halves = {},
  { answer = (event: unknown) => event, query = '{ thing(n: 7) { id text json } }' } = {},
) {
  const lambda = fakeFunction(answer);
  const api = await createApi({
    sdl,
    dataSources: { none: { kind: 'NONE' }, api: lambda.dataSource },
    functions: steps,
    resolvers: [
      await pipeline(
        'Query.thing',
        steps.map(({ name }) => name),
        halves,
      ),
    ],
  });
  return { body: await api.ask(query), events: lambda.events };
}
