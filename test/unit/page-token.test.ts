import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_LIMIT,
  pageRequest,
  toPage,
  type ListOrder,
  type OrderKey,
} from '../../services/db/page.ts';

const byTime: ListOrder = {
  name: 'DATE_DESC',
  direction: 'desc',
  keys: [
    { column: 'date', type: 'date' },
    { column: 'start_time', type: 'time' },
    { column: 'id', type: 'integer' },
  ],
};
const keys = ['2025-03-05', '09:00:00', '7'];
const list = ['Query.appointments', { statuses: ['PENDING'], search: 'x' }];

/** The token that continues a list after a row with these keys. */
function tokenAfter(order: ListOrder, last: readonly string[], of: readonly unknown[]): string {
  const request = pageRequest({ limit: 1 }, order, of);
  const { nextToken } = toPage([{ keys: last }, { keys: [] }], request);
  if (nextToken === null) throw new Error('the list should go on');
  return nextToken;
}

function refused(reason: string): unknown {
  return expect.objectContaining({
    type: 'InvalidInput',
    info: { reason, field: expect.any(String) },
  });
}

/** A token with another content, still well-formed. */
function altered(token: string, change: (content: unknown[]) => unknown): string {
  const content = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
  return Buffer.from(JSON.stringify(change(content))).toString('base64url');
}

describe('P-46: the size of a page', () => {
  test('is 25 unless another is asked for, up to 100', () => {
    expect(pageRequest({}, byTime, list).size).toBe(DEFAULT_LIMIT);
    expect(pageRequest({ limit: null }, byTime, list).size).toBe(25);
    expect(pageRequest({ limit: 1 }, byTime, list).size).toBe(1);
    expect(pageRequest({ limit: 100 }, byTime, list).size).toBe(100);
  });

  test.for([0, -1, 101, 1.5, Number.NaN, Infinity, 2_147_483_647])('is never %s', limit => {
    expect(() => pageRequest({ limit }, byTime, list)).toThrow(refused('BAD_LIMIT'));
  });
});

describe('a page', () => {
  test('has a token when there is a row beyond it, and none when it is the last', () => {
    const request = pageRequest({ limit: 2 }, byTime, list);
    const row = (id: number) => ({ id, keys: ['2025-03-05', '09:00:00', String(id)] });
    expect(toPage([], request)).toEqual({ items: [], nextToken: null });
    expect(toPage([row(2), row(1)], request)).toEqual({
      items: [{ id: 2 }, { id: 1 }],
      nextToken: null,
    });
    const page = toPage([row(3), row(2), row(1)], request);
    expect(page.items).toEqual([{ id: 3 }, { id: 2 }]);
    const next = pageRequest({ limit: 2, nextToken: page.nextToken }, byTime, list);
    expect(next.after).toEqual(['2025-03-05', '09:00:00', '2']);
  });
});

describe('a token', () => {
  const token = tokenAfter(byTime, keys, list);

  test('gives back the keys it was made of, with any limit', () => {
    for (const limit of [1, 50, undefined]) {
      expect(pageRequest({ limit, nextToken: token }, byTime, list).after).toEqual(keys);
    }
  });

  test('has no characters that need escaping in a URL or a header', () => {
    const name = tokenAfter(textOrder, ['Đặng "Ü" \\ 🙂', 'id'], ['Query.customers', null]);
    expect(name).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  test('holds for the same filter, however it is written', () => {
    const same = ['Query.appointments', { search: 'x', statuses: ['PENDING'], from: null }];
    expect(pageRequest({ nextToken: token }, byTime, same).after).toEqual(keys);
  });

  test.for([
    ['another filter', ['Query.appointments', { statuses: ['CONFIRMED'], search: 'x' }]],
    ['no filter', ['Query.appointments', null]],
    ['another list', ['Consultant.appointments', ...list.slice(1)]],
    ['another parent', ['Query.appointments', '7', ...list.slice(1)]],
  ] as const)('of %s is a mismatch', ([, other]) => {
    expect(() => pageRequest({ nextToken: token }, byTime, other)).toThrow(
      refused('TOKEN_MISMATCH'),
    );
  });

  test('of another order is a mismatch', () => {
    const ascending: ListOrder = { ...byTime, name: 'DATE_ASC', direction: 'asc' };
    expect(() => pageRequest({ nextToken: token }, ascending, list)).toThrow(
      refused('TOKEN_MISMATCH'),
    );
  });

  test.for([
    '',
    'x',
    '!!!',
    'null',
    Buffer.from('null').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
    Buffer.from('[1,2]').toString('base64url'),
    Buffer.from('{"0":"x"}').toString('base64url'),
    Buffer.from('"text"').toString('base64url'),
    token.slice(0, -4),
  ])('%j is malformed', nextToken => {
    expect(() => pageRequest({ nextToken }, byTime, list)).toThrow(refused('TOKEN_MALFORMED'));
  });

  test.for([
    ['too few keys', (content: unknown[]) => content.slice(0, -1)],
    ['too many keys', (content: unknown[]) => [...content, '1']],
    ['a number for a text', ([binding, date, time]: unknown[]) => [binding, date, time, 7]],
    ['null for a text', ([binding, date, time]: unknown[]) => [binding, date, time, null]],
    ['SQL', ([binding, , time, id]: unknown[]) => [binding, "2025-03-05' or true --", time, id]],
  ] as const)('with %s is malformed', ([, change]) => {
    expect(() => pageRequest({ nextToken: altered(token, change) }, byTime, list)).toThrow(
      refused('TOKEN_MALFORMED'),
    );
  });

  test('never throws anything else, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.string({ maxLength: 3 }), (at, instead) => {
        const tampered = token.slice(0, at) + instead + token.slice(at + 1);
        try {
          const { after } = pageRequest({ nextToken: tampered }, byTime, list);
          expect(after).toHaveLength(3);
        } catch (error) {
          expect(error).toMatchObject({ type: 'InvalidInput' });
        }
      }),
      { seed: 20_250_305, numRuns: 300 },
    );
  });
});

const textOrder: ListOrder = {
  name: 'NAME_ASC',
  direction: 'asc',
  keys: [
    { column: 'full_name', type: 'text' },
    { column: 'id', type: 'text' },
  ],
};

describe('every key has a value that the database can hold', () => {
  test.for([
    [
      'date',
      ['2025-03-05', '0001-01-01', '2024-02-29'],
      ['2025-02-29', '0000-01-01', '2025-3-5', ''],
    ],
    ['time', ['00:00:00', '23:59:59.999999'], ['25:00:00', '10:60:00', '10:00:61', '10:00']],
    [
      'timestamptz',
      [
        '2025-03-05 03:04:05.123456+07',
        '2025-03-05 03:04:05+12:45',
        '1900-01-01 00:00:00-07:06:30',
      ],
      [
        '2025-02-30 03:04:05+07',
        '2025-03-05 24:30:00+07',
        '2025-03-05 03:04:05',
        '2025-03-05 03:04:05+99',
        'infinity',
      ],
    ],
    ['integer', ['1', '2147483647'], ['2147483648', '-1', '1.5', '']],
    ['numeric', ['4.5', '0', '3.333333333333'], ['NaN', '1e5', '-1']],
    ['text', ['Đặng', "a' b", ' '], ['', 'a\0b']],
  ] as const)('%s', ([type, sound, unsound]) => {
    const order: ListOrder = {
      name: 'ONE',
      direction: 'asc',
      keys: [{ column: 'key', type: type as OrderKey['type'] }],
    };
    const reading = (value: string) =>
      pageRequest({ nextToken: tokenAfter(order, [value], list) }, order, list).after;
    for (const value of sound) expect(reading(value)).toEqual([value]);
    for (const value of unsound) {
      expect(() => reading(value), value).toThrow(refused('TOKEN_MALFORMED'));
    }
  });
});
