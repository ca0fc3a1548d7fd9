import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { getNamedType, isListType, isObjectType, Kind } from 'graphql';
import { describe, expect, test } from 'vitest';
import { functionFile, resolverFile } from '../../build/manifest.ts';
import {
  type DataSourceName,
  functions,
  type ResolverEntry,
  resolvers,
} from '../../resolvers/manifest.ts';
import { contract, fieldNamed, isRoot, objectTypes } from '../support/contract.ts';
import { operationsOf } from '../support/operations.ts';

/** The data sources that a field asks, in their order. */
function sourcesOf(entry: ResolverEntry): readonly (DataSourceName | undefined)[] {
  if (!entry.functions) return [entry.dataSource];
  return entry.functions.map(name => functions.find(each => each.name === name)?.dataSource);
}

const named = resolvers.map(({ typeName, fieldName }) => `${typeName}.${fieldName}`);

describe('manifest, files, operations and contract name the same fields', () => {
  test('each entry is there once', () => {
    expect(new Set(named).size).toBe(named.length);
  });

  test('there is a file for each entry and an entry for each file', () => {
    const folder = path.dirname(resolverFile({ typeName: 'Query', fieldName: 'me' }));
    const files = readdirSync(folder)
      .filter(file => /^[A-Z]\w*\.\w+\.ts$/.test(file))
      .map(file => file.replace(/\.ts$/, ''));
    expect(files.sort()).toEqual([...named].sort());
  });

  test('there is a file for each function, a function for each file, and a pipeline for each function', () => {
    const folder = path.dirname(functionFile({ name: 'any' }));
    const files = existsSync(folder)
      ? readdirSync(folder).map(file => file.replace(/\.ts$/, ''))
      : [];
    const names = functions.map(({ name }) => name);
    expect(files.sort()).toEqual([...names].sort());
    expect(new Set(names).size).toBe(names.length);
    const used = new Set(resolvers.flatMap(each => each.functions ?? []));
    expect([...used].sort()).toEqual([...names].sort());
  });

  test.for(['api', 'archive', 'schedule'] as const)(
    'there is an operation for each entry of the function %s and an entry for each operation',
    source => {
      const asked = resolvers.filter(entry => sourcesOf(entry)[0] === source);
      expect(Object.keys(operationsOf[source]).sort()).toEqual(
        asked.map(({ typeName, fieldName }) => `${typeName}.${fieldName}`).sort(),
      );
    },
  );

  test('every root field has an entry', () => {
    const roots = [
      contract.getQueryType(),
      contract.getMutationType(),
      contract.getSubscriptionType(),
    ];
    const fields = roots.flatMap(type =>
      type ? Object.keys(type.getFields()).map(field => `${type.name}.${field}`) : [],
    );
    expect(fields.filter(field => !named.includes(field))).toEqual([]);
  });

  test.for(named)('%s is a field of the contract', name => {
    expect(fieldNamed(name).name).toBe(name.split('.')[1]);
  });

  test('fields that take arguments below the root have a resolver: nothing else would read them', () => {
    const withArguments = objectTypes
      .filter(type => !isRoot(type.name))
      .flatMap(type =>
        Object.values(type.getFields())
          .filter(field => field.args.length > 0)
          .map(field => `${type.name}.${field.name}`),
      );
    expect(withArguments.filter(field => !named.includes(field))).toEqual([]);
  });

  test('nested fields come in batches as large as a page, root fields on their own', () => {
    for (const entry of resolvers) {
      const { typeName, fieldName, maxBatchSize } = entry;
      const [source] = sourcesOf(entry);
      expect(source === 'none').toBe(typeName === 'Subscription');
      if (typeName === 'Subscription') continue;
      const kind = operationsOf[source ?? 'none'][`${typeName}.${fieldName}`]?.kind;
      expect(kind, `${typeName}.${fieldName}`).toBe(isRoot(typeName) ? 'field' : 'batch');
      expect(maxBatchSize, `${typeName}.${fieldName}`).toBe(isRoot(typeName) ? undefined : 100);
    }
  });
});

test('every page is { items, nextToken, totalCount }', () => {
  for (const name of named) {
    const type = getNamedType(fieldNamed(name).type);
    if (!isObjectType(type) || !type.name.endsWith('Page')) continue;
    expect(Object.keys(type.getFields())).toEqual(['items', 'nextToken', 'totalCount']);
    const { args } = fieldNamed(name);
    expect(args.map(arg => arg.name)).toEqual(expect.arrayContaining(['limit', 'nextToken']));
    const byDefault = args.find(arg => arg.name === 'limit')?.astNode?.defaultValue;
    expect(byDefault).toMatchObject({ kind: Kind.INT, value: '25' });
  }
  expect(isListType(fieldNamed('Query.dailySummaries').type)).toBe(true);
});
