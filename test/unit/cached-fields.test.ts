import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildApiSchema } from '../../local/appsync/schema.ts';
import { cacheEnvironment, resolvers } from '../../resolvers/manifest.ts';
import { parseSelection, selects, type SelectionText } from '../../services/shared/selection.ts';
import { loadRequestHalves, type RequestHalves } from '../support/resolver.ts';

const sdl = readFileSync(path.join(import.meta.dirname, '../../schema.graphql'), 'utf8');
const { schema } = buildApiSchema(sdl, 'AMAZON_COGNITO_USER_POOLS');
const query = schema.getQueryType()?.getFields() ?? {};
const cached = resolvers.filter(({ cachedBy }) => cachedBy);

let request: RequestHalves;
let withCache: RequestHalves;
beforeAll(async () => {
  [request, withCache] = await Promise.all([
    loadRequestHalves(),
    loadRequestHalves(cacheEnvironment),
  ]);
});

const sent = (
  halves: RequestHalves,
  operation: string,
  selection: string,
  selectionList: string[],
): SelectionText => {
  const input = { from: '2025-03-01', to: '2025-03-05' };
  const { payload } = halves(operation, { input, selection, selectionList });
  return (payload as { readonly selection: SelectionText }).selection;
};

test('some fields may be cached', () => {
  expect(cached.map(({ fieldName }) => fieldName)).toEqual(['dailySummaries']);
});

describe.for(cached)('$fieldName', ({ typeName, fieldName, cachedBy }) => {
  const operation = `${typeName}.${fieldName}`;
  const field = query[fieldName];
  const type = field && getNamedType(field.type);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];

  test('is kept under all of its arguments', () => {
    expect(field?.args.map(({ name }) => name)).toEqual(cachedBy);
  });

  test('holds numbers and days, and nobody’s data', () => {
    expect(fields.length).toBeGreaterThan(0);
    for (const each of fields) {
      const leaf = getNamedType(each.type);
      expect([each.name, isLeafType(leaf) && leaf.name]).toEqual([
        each.name,
        expect.stringMatching(/^(Int|Float|AWSDate)$/),
      ]);
    }
  });

  test('is asked for whole where it is kept, so that the next client may select other fields', () => {
    const one = sent(withCache, operation, '{ date }', ['date']);
    const other = sent(withCache, operation, '{ pending ...f }', ['pending', 'cancelled']);
    expect(one).toEqual(other);
    const selection = parseSelection(one);
    expect(fields.filter(({ name }) => !selects(selection, name))).toEqual([]);
  });

  test('is asked for as selected where nothing is kept', () => {
    const selection = parseSelection(sent(request, operation, '{ date }', ['date']));
    expect(fields.filter(({ name }) => selects(selection, name)).map(({ name }) => name)).toEqual([
      'date',
    ]);
  });
});
