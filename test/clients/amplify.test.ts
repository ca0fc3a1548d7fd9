import { Amplify } from 'aws-amplify';
import { generateClient, type GraphQLResult } from 'aws-amplify/api';
import { decodeJWT } from 'aws-amplify/auth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Persona } from '../../local/identity/personas.ts';
import { type ClientStack, startClientStack } from './support.ts';

let stack: ClientStack;
let persona: Persona;
const client = generateClient();

beforeAll(async () => {
  stack = await startClientStack();
  Amplify.configure(
    {
      API: {
        GraphQL: {
          endpoint: stack.endpoint,
          region: 'ap-southeast-1',
          defaultAuthMode: 'userPool',
        },
      },
    },
    {
      Auth: {
        tokenProvider: {
          getTokens: async () => ({ accessToken: decodeJWT(await stack.token(persona)) }),
        },
      },
    },
  );
});
afterAll(() => stack.stop());
beforeEach(() => {
  persona = 'admin';
});

interface Failure {
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly errorType?: string;
    readonly errorInfo?: unknown;
    readonly path?: unknown;
  }[];
}

async function ask(query: string, variables?: Record<string, unknown>): Promise<unknown> {
  const answer = (await client.graphql({
    query,
    ...(variables && { variables }),
  } as never)) as GraphQLResult<unknown>;
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

/** What Amplify throws: the answer itself, with its data. */
async function failure(query: string, variables?: Record<string, unknown>): Promise<Failure> {
  return await ask(query, variables).then(
    () => expect.unreachable('it was answered'),
    (thrown: unknown) => thrown as Failure,
  );
}

describe('aws-amplify generateClient, with a token of the user pool', () => {
  test('asks, with variables', async () => {
    const data = await ask(
      'query Some($limit: Int) { me { username personas } customers(limit: $limit) { items { id } } }',
      { limit: 2 },
    );
    expect(data).toEqual({
      me: { username: 'admin', personas: ['ADMIN'] },
      customers: { items: [{ id: expect.any(String) }, { id: expect.any(String) }] },
    });
  });

  test('changes', async () => {
    const create = `mutation Create($input: CreateCustomerInput!) {
      createCustomer(input: $input) { id fullName version } }`;
    const input = { id: 'amplify-1', fullName: 'Client Test' };
    expect(await ask(create, { input })).toEqual({ createCustomer: { ...input, version: 1 } });
    const found = 'query Found($id: ID!) { customer(id: $id) { fullName } }';
    expect(await ask(found, { id: input.id })).toEqual({
      customer: { fullName: input.fullName },
    });
  });

  test('throws a refusal with type, information and path', async () => {
    const { data, errors } = await failure('{ customer(id: "nobody") { id } }');
    expect(data).toEqual({ customer: null });
    expect(errors).toEqual([
      {
        path: ['customer'],
        data: null,
        errorType: 'NotFound',
        errorInfo: expect.objectContaining({ reason: 'CUSTOMER_NOT_FOUND' }),
        // Amplify prints the document anew before it sends it.
        locations: [{ line: 2, column: 3, sourceName: null }],
        message: expect.any(String),
      },
    ]);
  });

  test('throws a denial beside the data that was allowed', async () => {
    persona = 'none';
    const { data, errors } = await failure('{ me { username } customers { totalCount } }');
    expect(data).toEqual({ me: { username: 'newcomer' }, customers: null });
    expect(errors).toMatchObject([
      { errorType: 'Unauthorized', message: 'Not Authorized to access customers on type Query' },
    ]);
  });

  test('throws what is wrong with a variable, without data', async () => {
    const { data, errors } = await failure('query Q($id: ID!) { customer(id: $id) { id } }', {});
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: "Variable 'id' has coerced Null value for NonNull type 'ID!'" },
    ]);
  });

  test('throws its own word for a token that is not good', async () => {
    const request = {
      query: '{ me { username } }',
      authMode: 'lambda',
      authToken: 'custom no-token',
    } as const;
    const thrown: unknown = await Promise.resolve(client.graphql(request)).catch(
      (cause: unknown) => cause,
    );
    expect(thrown).toMatchObject({ data: {}, errors: [{ message: 'Unauthorized' }] });
  });
});
