import { getNamedType, isEnumType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { fieldNamed } from '../support/contract.ts';
import { contractClient } from './support/client.ts';
import { settled } from './support/settled.ts';

const api = contractClient();

interface Page {
  readonly items: readonly object[];
  readonly nextToken: string | null;
  readonly totalCount: number;
}

/** Every list of the contract, and what tells its items apart. */
const lists: readonly (readonly [list: string, key: string])[] = [
  ['appointments', 'id'],
  ['consultants', 'id'],
  ['customers', 'id'],
  ['timeslots', 'id'],
  ['programs', 'id'],
  ['feedback', 'appointment { id }'],
  ['auditEvents', 'id'],
];

const inOrder = lists.flatMap(([list, key]) =>
  ordersOf(list).map(order => [`${list} ${order ?? ''}`.trim(), list, key, order] as const),
);

/** As the schema has them; null for a list that has only one. */
function ordersOf(list: string): readonly (string | null)[] {
  const orderBy = fieldNamed(`Query.${list}`).args.find(({ name }) => name === 'orderBy');
  const type = orderBy && getNamedType(orderBy.type);
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [null];
}

/** Items as text, so that they can be compared. */
async function pageOf(
  list: string,
  key: string,
  wanted: { order: string | null; limit: number; nextToken?: string | null; filter?: string },
): Promise<Omit<Page, 'items'> & { readonly items: readonly string[] }> {
  const { order, limit, nextToken = null, filter } = wanted;
  const given = [
    ...(filter === undefined ? [] : [`filter: ${filter}`]),
    ...(order === null ? [] : [`orderBy: ${order}`]),
    `limit: ${limit}`,
    'nextToken: $nextToken',
  ];
  const { page } = await api.data<{ page: Page }>(
    `query Q($nextToken: String) {
      page: ${list}(${given.join(', ')}) { items { ${key} } nextToken totalCount }
    }`,
    { variables: { nextToken } },
  );
  return { ...page, items: page.items.map(item => JSON.stringify(item)) };
}

/** The pages one after the other, at most so many. */
async function walk(
  list: string,
  key: string,
  order: string | null,
  limit: number,
  most: number,
): Promise<{ items: readonly string[]; totalCounts: readonly number[]; isOver: boolean }> {
  const items: string[] = [];
  const totalCounts: number[] = [];
  let nextToken: string | null = null;
  do {
    const page = await pageOf(list, key, { order, limit, nextToken });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    // Another page is promised only when there is one more item.
    if (page.nextToken !== null) expect(page.items).toHaveLength(limit);
    items.push(...page.items);
    totalCounts.push(page.totalCount);
    nextToken = page.nextToken;
  } while (nextToken !== null && totalCounts.length < most);
  return { items, totalCounts, isOver: nextToken === null };
}

describe('P-44: pages one after the other', () => {
  test.for(inOrder)('%s: are what one large page is', async ([, list, key, order]) => {
    await settled(async () => {
      const large = await pageOf(list, key, { order, limit: 9 });
      const small = await walk(list, key, order, 3, 3);
      expect(small.items).toEqual(large.items);
      expect(small.isOver).toBe(large.nextToken === null);
      expect(new Set([...small.totalCounts, large.totalCount])).toHaveProperty('size', 1);
    });
  });

  test.for(lists)('%s: hold each item once, and totalCount of them', async ([list, key]) => {
    const [order = null] = ordersOf(list);
    await settled(async () => {
      const { items, totalCounts, isOver } = await walk(list, key, order, 100, 4);
      expect(new Set(items).size).toBe(items.length);
      if (isOver) expect(items).toHaveLength(totalCounts[0] ?? Number.NaN);
      else expect(totalCounts[0]).toBeGreaterThan(items.length);
    });
  });

  test.for(lists)('%s: a page of 25 when nothing is said', async ([list, key]) => {
    await settled(async () => {
      const { page } = await api.data<{ page: Page }>(
        `{ page: ${list} { items { ${key} } nextToken totalCount } }`,
      );
      expect(page.items).toHaveLength(Math.min(25, page.totalCount));
      expect(page.nextToken === null).toBe(page.totalCount <= 25);
    });
  });
});

describe('P-45: what a filter divides adds up', () => {
  test.for([
    ['appointments', ['PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLED']],
    ['programs', ['UPCOMING', 'ONGOING', 'COMPLETED']],
  ] as const)('%s', async ([list, values]) => {
    const parts = values.map(
      (value, i) => `p${i}: ${list}(filter: { statuses: [${value}] }) { totalCount }`,
    );
    await settled(async () => {
      const { all, ...counts } = await api.data<Record<string, { totalCount: number }>>(
        `{ all: ${list} { totalCount } ${parts.join(' ')} }`,
      );
      const sum = Object.values(counts).reduce((total, { totalCount }) => total + totalCount, 0);
      expect(sum).toBe(all?.totalCount);
    });
  });
});
