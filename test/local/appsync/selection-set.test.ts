import { expect, test } from 'vitest';
import { createApi, resolver } from './support.ts';

const sdl = `
  type Query { page(n: Int): AWSJSON2 named: Named any: Any leaf: AWSJSON }
  type AWSJSON2 { info: AWSJSON items: [Item!] nextToken: String }
  interface Named { name: String info: AWSJSON }
  type Item implements Named { id: ID name: String info: AWSJSON author: Author }
  type Author { id: ID name: String }
  union Any = Item | Author
`;

/** The two views that the resolver of a root field has of its selection. */
async function views(query: string, variables = {}): Promise<{ list: string[]; text: string }> {
  const seen: string[] = [];
  const parts = {
    dataSource: 'none',
    request: `console.log(JSON.stringify({ list: ctx.info.selectionSetList, text: ctx.info.selectionSetGraphQL }));
      return { payload: null };`,
  };
  const { ask } = await createApi({
    sdl,
    onLog: (_, text) => seen.push(text),
    resolvers: await Promise.all(
      (['Query.page', 'Query.named', 'Query.any', 'Query.leaf'] as const).map(field =>
        resolver(field, parts),
      ),
    ),
  });
  await ask(query, variables);
  return JSON.parse(seen[0] ?? 'null');
}

test('lists slash paths, each parent before its children, under aliases, fragments flattened', async () => {
  const { list, text } = await views(`
    query { p: page(n: 1) { ...F key: nextToken items { __typename ... on Named { label: name } } } }
    fragment F on AWSJSON2 { items { id author { id } } }`);
  expect(list).toEqual([
    'items',
    'items/id',
    'items/author',
    'items/author/id',
    'items/__typename',
    'items/label',
    'key',
  ]);
  expect(text).toBe(
    '{\n  ...F\n  key: nextToken\n  items {\n    __typename\n    ... on Named {\n      label: name\n    }\n  }\n}',
  );
});

test('leaves out what @skip and @include exclude', async () => {
  const query =
    'query ($a: Boolean!) { page { nextToken @skip(if: $a) items @include(if: $a) { id } } }';
  expect((await views(query, { a: true })).list).toEqual(['items', 'items/id']);
  expect((await views(query, { a: false })).list).toEqual(['nextToken']);
});

test('of an interface lists only what is selected on itself, of a union nothing', async () => {
  expect((await views('{ named { name ... on Item { id } } }')).list).toEqual(['name']);
  expect((await views('{ any { __typename ... on Item { id } } }')).list).toEqual([]);
});

test('of a leaf is empty', async () => {
  expect(await views('{ leaf }')).toEqual({ list: [], text: '' });
});

test('of a field that is selected twice is both', async () => {
  const { list, text } = await views('{ page { nextToken } page { items { id } } }');
  expect(list).toEqual(['nextToken', 'items', 'items/id']);
  expect(text).toBe('{\n  nextToken\n  items {\n    id\n  }\n}');
});
