import { Client, fetchExchange } from '@urql/core';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import {
  FirstCustomersDocument as PAGE,
  type FirstCustomersQuery,
  RenameDocument as RENAME,
  type RenameMutationVariables,
} from '../../generated/client-documents.ts';
import { type ClientStack, startClientStack } from './support.ts';

let stack: ClientStack;
let client: Client;
beforeAll(async () => {
  stack = await startClientStack();
  client = clientWith(await stack.token('admin'));
});
afterAll(() => stack.stop());

function clientWith(authorization: string): Client {
  return new Client({
    url: stack.endpoint,
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetchOptions: { headers: { authorization } },
  });
}

describe('urql, with documents whose types are generated', () => {
  test('asks: what was selected is what the type has', async () => {
    const { data, error } = await client.query(PAGE, { limit: 2 });
    expect(error).toBeUndefined();
    // Each of these lines is refused by the compiler when the contract has no such field, or another type.
    const names: string[] = data?.customers?.items.map(({ fullName }) => fullName) ?? [];
    const token: string | null | undefined = data?.customers?.nextToken;
    expect([names.length, typeof token]).toEqual([2, 'string']);
    // What was not selected is neither in the type, which the compiler checks, nor in the answer.
    expectTypeOf<NonNullable<FirstCustomersQuery['customers']>>().not.toHaveProperty('totalCount');
    expect(data?.customers).not.toHaveProperty('totalCount');
  });

  test('asks by GET as well', async () => {
    const { data } = await client.query(PAGE, { limit: 1 }, { preferGetMethod: 'force' });
    expect(data?.customers?.items).toHaveLength(1);
  });

  test('changes: variables have the types of the contract', async () => {
    const { data: page } = await client.query(PAGE, { limit: 1 });
    const id = page?.customers?.items[0]?.id ?? '';
    const { data } = await client.mutation(RENAME, { id, fullName: 'Client Test' });
    expect(data?.updateCustomer).toEqual({ fullName: 'Client Test', version: 2 });
    // A name is compulsory: for the compiler, and for the stack when it is sent as a text without types.
    expectTypeOf<RenameMutationVariables>().toEqualTypeOf<{ id: string; fullName: string }>();
    const { error } = await client.mutation(print(RENAME), { id });
    expect(error?.graphQLErrors.map(({ message }) => message)).toEqual([
      "Variable 'fullName' has coerced Null value for NonNull type 'String!'",
    ]);
  });

  test('shows refusals as GraphQL errors, and those of the whole request with their status', async () => {
    const unknown = await client.mutation(RENAME, { id: 'nobody', fullName: 'Client Test' });
    expect(unknown.error?.message).toBe('[GraphQL] there is no customer "nobody"');
    expect(unknown.error?.graphQLErrors[0]?.path).toEqual(['updateCustomer']);
    const { error } = await clientWith('none').query(PAGE, {});
    expect([error?.response?.status, error?.message]).toEqual([
      401,
      '[GraphQL] Unable to parse JWT token.',
    ]);
  });
});
