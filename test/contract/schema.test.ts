import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLNamedType,
  type GraphQLSchema,
  type IntrospectionQuery,
  isIntrospectionType,
  isScalarType,
  lexicographicSortSchema,
  printType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { contract } from '../support/contract.ts';
import { contractClient } from './support/client.ts';

const api = contractClient();

/** Without introspection the schema's own fields are like any that do not exist. */
const HIDDEN =
  /FieldUndefined: Field '(__schema' in type 'Query|\w+' in type '__Schema)' is undefined/;

describe('the schema that introspection gives', () => {
  test('is ours, type by type', async ({ skip }) => {
    const answer = await api.ask(getIntrospectionQuery({ descriptions: false }));
    skip(HIDDEN.test(answer.errors[0]?.message ?? ''), 'introspection is off');
    expect(answer.errors).toEqual([]);
    const given = buildClientSchema(answer.data as IntrospectionQuery);
    expect(textsOf(given)).toEqual(textsOf(contract));
    expect(rootsOf(given)).toEqual(rootsOf(contract));
  });
});

/** Types as text, by name, without descriptions and directives. The scalars are the service's. */
function textsOf(schema: GraphQLSchema): Readonly<Record<string, string>> {
  const sorted = Object.values(lexicographicSortSchema(schema).getTypeMap());
  const own = sorted.filter(type => !isIntrospectionType(type) && !isScalarType(type));
  return Object.fromEntries(own.map(type => [type.name, textOf(type)]));
}

function textOf(type: GraphQLNamedType): string {
  const text = printType(type);
  return text.replaceAll(/^ *"""[^]*?"""\n|^ *"(?!"").*"\n/gm, '').replaceAll(/\n{2,}/g, '\n');
}

function rootsOf(schema: GraphQLSchema): readonly unknown[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.map(type => type?.name);
}
