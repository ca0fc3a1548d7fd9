import { readdirSync } from 'node:fs';
import path from 'node:path';
import { getNamedType, isListType, isObjectType, Kind } from 'graphql';
import { describe, expect, test } from 'vitest';
import { resolvers } from '../../resolvers/manifest.ts';
import { operations } from '../../services/handlers/operations.ts';
import { contract, fieldNamed, isRoot, objectTypes } from '../support/contract.ts';
import { fileOf } from '../support/resolver.ts';

const named = resolvers.map(({ typeName, fieldName }) => `${typeName}.${fieldName}`);

describe('manifest, files, operations and contract name the same fields', () => {
  test('each entry is there once', () => {
    expect(new Set(named).size).toBe(named.length);
  });

  test('there is a file for each entry and an entry for each file', () => {
    const folder = path.dirname(fileOf({ typeName: 'Query', fieldName: 'me' }));
    const files = readdirSync(folder)
      .filter(file => /^[A-Z]\w*\.\w+\.ts$/.test(file))
      .map(file => file.replace(/\.ts$/, ''));
    expect(files.sort()).toEqual([...named].sort());
  });

  test('there is an operation for each entry of the function and an entry for each operation', () => {
    const asked = resolvers.filter(({ dataSource }) => dataSource === 'api');
    expect(Object.keys(operations).sort()).toEqual(
      asked.map(({ typeName, fieldName }) => `${typeName}.${fieldName}`).sort(),
    );
  });

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
    for (const { typeName, fieldName, dataSource, maxBatchSize } of resolvers) {
      expect(dataSource).toBe(typeName === 'Subscription' ? 'none' : 'api');
      if (dataSource === 'none') continue;
      const kind = operations[`${typeName}.${fieldName}`]?.kind;
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
