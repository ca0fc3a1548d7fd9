import { expect, test } from 'vitest';
import { createDocuments, type Documents } from '../../../local/appsync/documents.ts';
import { createRecent } from '../../../local/appsync/lru.ts';
import { buildApiSchema } from '../../../local/appsync/schema.ts';

function documents(): Documents {
  const sdl = 'type Query { node: Node } type Node { id: ID child: Node }';
  const api = buildApiSchema(sdl, 'AMAZON_COGNITO_USER_POOLS');
  return createDocuments({ api, schema: api.schema, resolvers: new Map(), introspection: true });
}

function planOf(from: Documents, query: string, variables = {}) {
  const prepared = from.prepare(query, null);
  if (prepared.kind !== 'ready') throw new Error(JSON.stringify(prepared));
  return prepared.prepared.plan(variables);
}

/** Half a thousand characters with a plan of 5,443 fields. */
function large(name: string): string {
  const levels = Array.from({ length: 4 }, (_, level) => {
    const children = Array.from({ length: 6 }, (__, at) => `c${at}: child { ...F${level + 1} }`);
    return `fragment F${level} on Node { ${children.join(' ')} }`;
  });
  return `query ${name} { node { ...F0 } } ${levels.join(' ')} fragment F4 on Node { a: id b: id c: id }`;
}

test('what was planned once is known again, for each choice of what is skipped', () => {
  const all = documents();
  const query = 'query ($x: Boolean!) { node { id @skip(if: $x) child { id } } }';
  expect(planOf(all, '{ node { id } }')).toBe(planOf(all, '{ node { id } }'));
  expect(planOf(all, query, { x: true })).toBe(planOf(all, query, { x: true }));
  expect(planOf(all, query, { x: true })).not.toBe(planOf(all, query, { x: false }));
});

test('plans are forgotten by their size, however short the texts are that they belong to', () => {
  const all = documents();
  const first = planOf(all, large('First'));
  expect(first.size).toBe(5_443);
  expect(planOf(all, large('First'))).toBe(first);
  for (let number = 0; number < 60; number += 1) planOf(all, large(`Q${number}`));
  expect(planOf(all, large('First'))).not.toBe(first);
  expect(planOf(all, large('Q59'))).toBe(planOf(all, large('Q59')));
});

test('the variants of one document count as much as documents of their own', () => {
  const all = documents();
  const switches = Array.from({ length: 6 }, (_, index) => `s${index}`);
  const query = large('First')
    .replace('First', `First(${switches.map(name => `$${name}: Boolean!`).join(' ')})`)
    .replace(
      '{ node',
      `{ ${switches.map(name => `${name}: node @skip(if: $${name}) { id }`).join(' ')} node`,
    );
  const chosen = (bits: number) =>
    Object.fromEntries(switches.map((name, index) => [name, (bits & (1 << index)) !== 0]));
  const first = planOf(all, query, chosen(0));
  for (let bits = 1; bits < 64; bits += 1) planOf(all, query, chosen(bits));
  expect(planOf(all, query, chosen(63))).toBe(planOf(all, query, chosen(63)));
  expect(planOf(all, query, chosen(0))).not.toBe(first);
});

test('the least recently used go first, and what is heavier than all may be is not kept', () => {
  const recent = createRecent<string>(10);
  recent.set('a', 'A', 4);
  recent.set('b', 'B', 4);
  expect(recent.get('a')).toBe('A');
  recent.set('c', 'C', 5);
  expect(['a', 'b', 'c'].map(key => recent.get(key))).toEqual(['A', undefined, 'C']);
  recent.set('c', 'heavy', 11);
  expect(['a', 'c'].map(key => recent.get(key))).toEqual(['A', undefined]);
  recent.set('d', 'D', 6);
  expect(['a', 'd'].map(key => recent.get(key))).toEqual(['A', 'D']);
});
