import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  gql,
  HttpLink,
  InMemoryCache,
  ServerError,
} from '@apollo/client';
import { AUTH_TYPE, createAuthLink } from 'aws-appsync-auth-link';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientStack, startClientStack } from './support.ts';

let stack: ClientStack;
beforeAll(async () => {
  stack = await startClientStack();
});
afterAll(() => stack.stop());

/** As the links' documentation sets them up; the second link hands on what is no subscription. */
function clientOf(token: () => Promise<string>): ApolloClient {
  const settings = {
    url: stack.endpoint,
    region: 'ap-southeast-1',
    auth: { type: AUTH_TYPE.AMAZON_COGNITO_USER_POOLS, jwtToken: token } as const,
  };
  const http = new HttpLink({ uri: stack.endpoint });
  return new ApolloClient({
    // Their types are those of Apollo's CommonJS copy, which the compiler takes for another thing.
    link: ApolloLink.from([
      createAuthLink(settings),
      createSubscriptionHandshakeLink(settings, http as never),
    ] as never[]),
    cache: new InMemoryCache(),
  });
}

const asAdmin = (): ApolloClient => clientOf(() => stack.token('admin'));

describe('Apollo Client with the links of AppSync', () => {
  test('asks, and adds __typename everywhere', async () => {
    const { data } = await asAdmin().query({
      query: gql`
        query Page($limit: Int) {
          customers(limit: $limit) {
            items {
              id
            }
            nextToken
          }
        }
      `,
      variables: { limit: 1 },
    });
    expect(data).toEqual({
      customers: {
        __typename: 'CustomerPage',
        items: [{ __typename: 'Customer', id: expect.any(String) }],
        nextToken: expect.any(String),
      },
    });
  });

  test('changes, and its cache knows what was changed', async () => {
    const client = asAdmin();
    await client.mutate({
      mutation: gql`
        mutation Create($input: CreateCustomerInput!) {
          createCustomer(input: $input) {
            id
            fullName
          }
        }
      `,
      variables: { input: { id: 'apollo-1', fullName: 'Client Test' } },
    });
    expect(client.extract()).toMatchObject({
      'Customer:apollo-1': { __typename: 'Customer', fullName: 'Client Test' },
    });
  });

  test('throws refusals as GraphQL errors', async () => {
    const thrown: unknown = await asAdmin()
      .query({
        query: gql`
          {
            customer(id: "nobody") {
              id
            }
          }
        `,
      })
      .catch((cause: unknown) => cause);
    if (!CombinedGraphQLErrors.is(thrown)) throw thrown;
    expect(thrown.errors).toMatchObject([
      { errorType: 'NotFound', errorInfo: { reason: 'CUSTOMER_NOT_FOUND' }, path: ['customer'] },
    ]);
  });

  test('gives the data that there is when it is told to', async () => {
    const { data, error } = await clientOf(() => stack.token('none')).query({
      query: gql`
        {
          me {
            username
          }
          customers {
            totalCount
          }
        }
      `,
      errorPolicy: 'all',
    });
    expect(data).toEqual({ me: { __typename: 'Me', username: 'newcomer' }, customers: null });
    expect(error?.message).toBe('Not Authorized to access customers on type Query');
  });

  test('throws the status and the body for a token that is not good', async () => {
    const thrown: unknown = await clientOf(async () => 'none')
      .query({
        query: gql`
          {
            me {
              username
            }
          }
        `,
      })
      .catch((cause: unknown) => cause);
    if (!ServerError.is(thrown)) throw thrown;
    expect(thrown.statusCode).toBe(401);
    expect(JSON.parse(thrown.bodyText)).toEqual({
      errors: [{ errorType: 'UnauthorizedException', message: 'Unable to parse JWT token.' }],
    });
  });
});
