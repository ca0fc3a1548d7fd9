import { describe, expect, test } from 'vitest';
import { apiClient } from '../support/api/client.ts';
import { insidesIn, typedTexts } from '../support/api/leaks.ts';

const api = apiClient();

/** Every place that takes text to look for. */
const places = [
  'appointments(filter: { search: $s }) { items { id } totalCount }',
  'appointments(filter: { specialty: $s }) { items { id } totalCount }',
  'consultants(filter: { search: $s, includeDisabled: true }) { items { id } totalCount }',
  'consultants(filter: { specialty: $s }) { items { id } totalCount }',
  'customers(filter: { search: $s, includeDisabled: true }) { items { id } totalCount }',
  'programs(filter: { search: $s, includeDisabled: true }) { items { id } totalCount }',
  'timeslots(filter: { specialty: $s }) { items { id } totalCount }',
];

const strange = [
  '%',
  '_',
  '%%%%%%%%%%',
  '\\',
  '\\\\',
  "'",
  "''; drop table customer; --",
  '"',
  '$1',
  '${1}',
  '{"a":1}',
  '(select 1)',
  '👩‍🎓🎉',
  '\ufeff',
  '\u202e\u200b',
  'İ',
  'ﬁ',
  '\u0301\u0301\u0301',
  '\t\n\r',
  '\u0001\u001f\u007f',
  'ａｂｃ',
  'z'.repeat(100),
  '𝕏'.repeat(50),
  '*',
  '.*',
  '[a-z',
  '~',
  ...typedTexts,
];

describe('P-47: whatever is typed is only text', () => {
  test.for(places)('%s', async place => {
    const everything = await api.data<Found>(`query Q($s: String) { found: ${place} }`, {
      variables: { s: null },
    });
    expect(everything.found.totalCount).toBeGreaterThan(0);
    for (const s of strange) {
      const answer = await api.ask(`query Q($s: String) { found: ${place} }`, { variables: { s } });
      expect([s, answer.status, answer.errors]).toEqual([s, 200, []]);
      expect(insidesIn(answer.text)).toEqual([]);
      const { items, totalCount } = (answer.data as Found).found;
      expect(items).toHaveLength(totalCount);
      if (/[%*$~(]|drop/.test(s)) expect([s, totalCount]).toEqual([s, 0]);
    }
  });

  test.for(places)('%s: but half of a character is none', async place => {
    for (const s of ['\ud83d', 'a\udc00b']) {
      const answer = await api.ask(`query Q($s: String) { found: ${place} }`, { variables: { s } });
      expect(answer.errors).toMatchObject([
        { errorType: 'InvalidInput', errorInfo: { reason: 'HALF_CHARACTER' } },
      ]);
      expect(insidesIn(answer.text)).toEqual([]);
    }
  });

  interface Found {
    readonly found: {
      readonly items: readonly { readonly id: string }[];
      readonly totalCount: number;
    };
  }

  const customers = `query Q($s: String) {
    found: customers(filter: { search: $s, includeDisabled: true }, orderBy: NAME_ASC) { items { id } totalCount }
  }`;
  test.for([
    ['nguyen', ['zalo-1001']],
    ['NGUYỄN lan', ['zalo-1001']],
    ['dang', ['zalo-1002']],
    ['Đặng', ['zalo-1002']],
    ['đ', ['zalo-1002']],
    ['ha_vu', ['web-2002']],
    ['ha%vu', []],
    ['h__vu', []],
    ['0912345678', ['zalo-1001']],
    ['0912 345', ['zalo-1001']],
    ['09.12-34 56 78', ['zalo-1001']],
    ['khach.vn', ['zalo-1002', 'zalo-1001', 'web-2002']],
    ['web-200', ['web-2001', 'web-2002']],
    ['lan dang', []],
    ['  ', ['zalo-1002', 'web-2001', 'zalo-1001', 'web-2002']],
  ] as const)('"%s" finds %j', async ([s, ids]) => {
    const { found } = await api.data<Found>(customers, { variables: { s } });
    expect(found.items.map(({ id }) => id)).toEqual(ids);
    expect(found.totalCount).toBe(ids.length);
  });
});
