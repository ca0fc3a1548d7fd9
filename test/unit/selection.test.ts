import { describe, expect, test } from 'vitest';
import {
  below,
  parseSelection,
  selects,
  selectsCostly,
  type Selection,
} from '../../services/shared/selection.ts';

/** The selection as nested lists of names: `{ items { id } }` is `{ items: { id: {} } }`. */
function outline(selection: Selection): object {
  return Object.fromEntries([...selection.fields].map(([name, inner]) => [name, outline(inner)]));
}

function parsed(graphql: string): object {
  return outline(parseSelection({ graphql }));
}

describe('a selection set is read as the fields it names', () => {
  test.for([
    ['', {}],
    ['{ id }', { id: {} }],
    ['{\n  id\n  customer {\n    fullName\n  }\n}', { id: {}, customer: { fullName: {} } }],
    ['{ a: id, b: customer { c: fullName } }', { id: {}, customer: { fullName: {} } }],
    ['{ a : id }', { id: {} }],
    ['{ id id customer { id } customer { notes } }', { id: {}, customer: { id: {}, notes: {} } }],
    [
      '{ x: customer { id } y: customer { customer { id } } }',
      { customer: { id: {}, customer: { id: {} } } },
    ],
    ['{ __typename id }', { __typename: {}, id: {} }],
    ['{ list(filter: { a: { b: [1, -2.5e3] } }, $x) { id } z }', { list: { id: {} }, z: {} }],
    ['{ list(search: "} ) { \\" \\\\") { id } z }', { list: { id: {} }, z: {} }],
    ['{ list(search: "a", of: "b") z }', { list: {}, z: {} }],
    ['{ list(search: """ } ) " ""quoted"" """) { id } z }', { list: { id: {} }, z: {} }],
    ['{ list(search: """ } \\""" ) " """) { id } z }', { list: { id: {} }, z: {} }],
    ['{ list(search: "") z }', { list: {}, z: {} }],
    ['{ list(search: "Nguyễn 🙂") z }', { list: {}, z: {} }],
    [
      '{ id @include(if: $yes) customer @skip(if: false) @log { id } }',
      { id: {}, customer: { id: {} } },
    ],
    ['{ ... on Appointment { id } z }', { id: {}, z: {} }],
    ['{ ... { id } z }', { id: {}, z: {} }],
    [
      '{ ... @include(if: true) { id customer { id } } customer { notes } }',
      { id: {}, customer: { id: {}, notes: {} } },
    ],
    ['{ ... on Appointment @skip(if: $no) { ... on Appointment { id } } }', { id: {} }],
    ['{ on query fragment }', { on: {}, query: {}, fragment: {} }],
  ] as const)('%s', ([graphql, fields]) => {
    expect(parsed(graphql)).toEqual(fields);
  });

  test.for(['{', '{ id', '{ list(a: 1 }', 'id', '{ ... on A id }'])(
    '%s is no selection set',
    graphql => {
      expect(() => parseSelection({ graphql })).toThrow('selection set');
    },
  );
});

describe('what a named fragment hides', () => {
  test('may be any field of its level, and nothing of the levels beside it', () => {
    const selection = parseSelection({
      graphql: '{ items { ...Row customer { id } } nextToken }',
      list: ['items', 'items/id', 'items/customer', 'items/customer/id', 'nextToken'],
    });
    expect(selection.open).toBe(false);
    expect(selects(selection, 'totalCount')).toBe(false);
    const items = below(selection, 'items');
    expect(items && selects(items, 'anything')).toBe(true);
  });

  test('reaches as deep as the list of paths does, and no deeper', () => {
    const selection = parseSelection({
      graphql: '{ ...Row }',
      list: ['id', 'customer', 'customer/id'],
    });
    const customer = below(selection, 'customer');
    expect(customer && selects(customer, 'fullName')).toBe(true);
    expect(customer && below(customer, 'appointments')).toBeUndefined();
  });

  test('a fragment in a fragment that is written out opens that level too', () => {
    expect(parseSelection({ graphql: '{ ... on A { ...Row } }', list: ['id'] }).open).toBe(true);
    expect(parseSelection({ graphql: '{ ...Row @skip(if: $no) id }', list: ['id'] }).open).toBe(
      true,
    );
  });

  test('a field that costs something counts as selected only where a name gives reason to', () => {
    const costs = (list: readonly string[]) =>
      selectsCostly(parseSelection({ graphql: '{ ...Page }', list }), 'totalCount', [
        'items',
        'nextToken',
      ]);
    expect(costs(['items', 'items/id', 'nextToken', '__typename'])).toBe(false);
    expect(costs(['items', 'totalCount'])).toBe(true);
    expect(costs(['items', 'howMany'])).toBe(true);
    const plain = parseSelection({ graphql: '{ howMany: totalCount }' });
    expect(selectsCostly(plain, 'totalCount', ['items'])).toBe(true);
    expect(selectsCostly(parseSelection({ graphql: '{ items { id } }' }), 'totalCount', [])).toBe(
      false,
    );
  });
});

test('below a field that was not selected there is nothing', () => {
  const selection = parseSelection({ graphql: '{ id }' });
  expect(below(selection, 'customer')).toBeUndefined();
  expect(selects(selection, 'customer')).toBe(false);
});
