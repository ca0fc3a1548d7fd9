import { beforeAll, describe, expect, test } from 'vitest';
import { createApi, fakeFunction, messages, resolver, type TestApi } from './support.ts';

/**
 * Every scalar of the service, both ways. `both`: forms that are taken as a variable and as a literal, and given out as
 * they are. `neither`: forms that are refused in both directions. `in` and `out`: what is not the same both ways, with
 * what becomes of it; `undefined` stands for a refusal.
 */
interface Forms {
  readonly both: readonly unknown[];
  readonly neither: readonly unknown[];
  readonly in?: readonly (readonly [given: unknown, received: unknown])[];
  readonly out?: readonly (readonly [returned: unknown, answered: unknown])[];
  /** What a complaint calls a form of it. */
  readonly noun?: string;
}

const table: Readonly<Record<string, Forms>> = {
  Int: {
    both: [0, -1, 2147483647, -2147483648],
    neither: [1.5, 2147483648, -2147483649, 1e100, '1', true, {}],
  },
  Float: { both: [0, -1.5, 1e300, 5e-324, 2147483648], neither: ['1.5', false, {}] },
  String: {
    both: ['', 'ễ', '\u0000', '🙂', 'a\nb\\"'],
    neither: [{ a: 1 }],
    in: [
      [1, undefined],
      [true, undefined],
    ],
    out: [
      [1, '1'],
      [1.5, '1.5'],
      [true, 'true'],
    ],
  },
  ID: {
    both: ['', 'a', '1'],
    neither: [{ a: 1 }],
    in: [
      [1, '1'],
      [-7, '-7'],
      [1.5, undefined],
      [true, undefined],
    ],
    out: [
      [1, '1'],
      [1.5, '1.5'],
      [true, 'true'],
    ],
  },
  Boolean: { both: [true, false], neither: ['true', 0, 1, {}] },
  AWSDate: {
    noun: 'date',
    both: [
      ...['1970-01-01', '1970-01-01Z', '1970-01-01-07:00', '1970-01-01+05:30', '-2017-05-01'],
      ...['2024-02-29', '2000-02-29', '1970-01-01+05:30:15'],
    ],
    neither: [
      ...['2019-12-24T04:15:57.798Z', '2021-01-1', '2021-01-01+5:30', '2026-02-30', '2023-02-29'],
      ...['2021-13-01', '2021-00-10', '2021-01-00', '2021-01-01+19:00', '1900-02-29', '', 20210101],
      ...['2021-01-01 ', '２０２１-01-01', true],
    ],
  },
  AWSTime: {
    noun: 'time',
    both: [
      ...['12:30', '12:30Z', '12:30:24-07:00', '12:30:24.500+05:30', '12:00:00.2'],
      ...['23:59:59.999999999', '00:00'],
    ],
    neither: [
      ...['1:30', '12:30.500', '24:00', '12:60', '12:30:60', '12:30+0800', '12:30:24.'],
      ...['12:30:24.1234567890', '', 1230, false],
    ],
  },
  AWSDateTime: {
    noun: 'DateTime Object',
    both: [
      ...['1970-01-01T12:00:00.2Z', '1930-01-01T16:00:00-07:00', '2020-01-01T00:00+00:00'],
      ...['2023-11-30T11:04:03+08:00:30', '-2017-01-01T00:00Z'],
    ],
    neither: [
      ...['2020-05-19T11:5:29.000Z', '2024-01-01T00:00:00', '2023-11-30T11:04:03+0800'],
      ...['2024-01-01 00:00:00+00', '2026-02-30T00:00:00Z', '2024-01-01T25:00:00Z', '2024-01-01'],
      ...['', 0],
    ],
  },
  AWSTimestamp: {
    noun: 'timestamp',
    both: [0, -123123, 1700000000, 1700000000000, -31557014167219200, 31556889864403200],
    neither: [1.5, 31556889864403300, -31557014167219300, '1700000000', true],
  },
  AWSEmail: {
    noun: 'email',
    both: ['username@example.com', 'a.b+c@sub.example.org', 'nguyễn@example.vn'],
    neither: ['username', '@example.com', 'a@b@c', 'a b@example.com', 'a@', '.a@example.com', 5],
  },
  AWSJSON: {
    noun: 'JSON',
    both: [],
    neither: [],
    in: [
      ['{"upvotes": 10}', { upvotes: 10 }],
      ['[1,2,3]', [1, 2, 3]],
      ['"text"', 'text'],
      ['1', 1],
      ['true', true],
      ['{a: 1}', undefined],
      ["{'a': 1}", undefined],
      ['Unquoted string', undefined],
      ['', undefined],
      [{ a: 1 }, undefined],
      [1, undefined],
    ],
    out: [
      [{ upvotes: 10 }, '{"upvotes":10}'],
      [[1, 2, 3], '[1,2,3]'],
      [1, '1'],
      [true, 'true'],
      ['{"upvotes": 10}', '{"upvotes": 10}'],
      ['plain text', '"plain text"'],
    ],
  },
  AWSURL: {
    noun: 'URL',
    both: [
      ...['https://www.amazon.com/dp/B000NZW3KC/', 'mailto:example@example.com'],
      ...['http://localhost/', 'https://example.com/?q=a//b'],
    ],
    neither: ['www.amazon.com', 'https://example.com/a//b', '', 'http://', 5],
  },
  AWSPhone: {
    noun: 'phone number',
    both: ['+1 555 764 4377', '+84901234567', '+1-555-764-4377', '555-764-4377'],
    neither: [
      '1110004444',
      '5089180293',
      '6781982162',
      'abc',
      '+12',
      '+1 555  764',
      '',
      84901234567,
    ],
  },
  AWSIPAddress: {
    noun: 'IP address',
    both: [
      ...['123.12.34.56', '123.45.67.89/16', '1a2b:3c4b::1234:4567', '127.0.0.1/8', '::1/128'],
      '::ffff:1.2.3.4',
    ],
    neither: [
      ...['[::1]', 'example.com', '1.2.3.4/33', '1.2.3', '256.1.1.1', '::1/129', '1.2.3.4/', ''],
      5,
    ],
  },
};

let incoming: TestApi;
let outgoing: TestApi;
let returned: unknown;
beforeAll(async () => {
  const fields = (from: (type: string) => string) => Object.keys(table).map(from).join('\n');
  incoming = await createApi({
    sdl: `type Query { take(${fields(type => `${type}: ${type}`)}): Boolean }`,
    dataSources: { api: fakeFunction(args => ((returned = args), true)).dataSource },
    resolvers: [await resolver('Query.take', { payload: 'ctx.args' })],
  });
  outgoing = await createApi({
    sdl: `type Query { give: Given } type Given { ${fields(type => `${type}: ${type}`)} }`,
    dataSources: { api: fakeFunction(() => returned).dataSource },
    resolvers: [await resolver('Query.give')],
  });
});

/** What the resolver gets for an argument, or the message of the refusal. */
async function taken(type: string, query: string, variables?: Record<string, unknown>) {
  const body = await incoming.ask(query, variables);
  if (body.errors) return messages(body).join();
  return (returned as Record<string, unknown>)[type];
}

/** What the client gets for a value of the resolver, with the messages of errors. */
async function given(type: string, value: unknown): Promise<[unknown, string[]]> {
  returned = { [type]: value };
  const body = await outgoing.ask(`{ give { ${type} } }`);
  const { give } = body.data as { give: Record<string, unknown> };
  return [give[type], messages(body)];
}

const rows = Object.entries(table).flatMap(([type, { both, neither, noun, ...only }]) => [
  ...[...both.map(value => [value, value] as const), ...(only.in ?? [])].map(
    ([value, becomes]) => ({ way: 'in', type, value, becomes, noun }) as const,
  ),
  ...[...both.map(value => [value, value] as const), ...(only.out ?? [])].map(
    ([value, becomes]) => ({ way: 'out', type, value, becomes, noun }) as const,
  ),
  ...neither.flatMap(value =>
    (['in', 'out'] as const).map(way => ({ way, type, value, becomes: undefined, noun }) as const),
  ),
]);

test('every scalar of the service is in the table', async () => {
  const { data } = await incoming.ask('{ __schema { types { name kind } } }');
  const { __schema } = data as { __schema: { types: { name: string; kind: string }[] } };
  const scalars = __schema.types.filter(({ kind }) => kind === 'SCALAR').map(({ name }) => name);
  expect(Object.keys(table).sort()).toEqual(scalars.sort());
});

describe('on the way in, as a variable and as a literal', () => {
  test.for(rows.filter(({ way }) => way === 'in'))(
    '$type: $value',
    async ({ type, value, becomes, noun }) => {
      const variable = `query ($x: ${type}) { take(${type}: $x) }`;
      const literal = `{ take(${type}: ${literalOf(value)}) }`;
      if (becomes !== undefined) {
        expect(await taken(type, variable, { x: value })).toEqual(becomes);
        expect(await taken(type, literal)).toEqual(becomes);
        return;
      }
      const complaint = noun
        ? `Unable to parse \`.*\` as a valid ${noun}`
        : `Expected type '${type}'`;
      const [first, second] = [
        await taken(type, variable, { x: value }),
        await taken(type, literal),
      ];
      expect(first).toMatch(new RegExp(`^Variable 'x' has an invalid value\\. ${complaint}`, 's'));
      expect(second).toMatch(/^Validation error of type WrongType: argument '\w+' with value '/);
    },
  );
});

describe('on the way out', () => {
  test.for(rows.filter(({ way }) => way === 'out'))(
    '$type: $value',
    async ({ type, value, becomes, noun }) => {
      const [answered, complaints] = await given(type, value);
      if (becomes !== undefined) {
        expect([answered, complaints]).toEqual([becomes, []]);
        return;
      }
      const complaint = noun
        ? `Unable to serialize \`.*\` as a valid ${noun}`
        : `Expected type '${type}'`;
      expect(answered).toBeNull();
      expect(complaints).toEqual([
        expect.stringMatching(
          new RegExp(`^Can't serialize value \\(/give/${type}\\) : ${complaint}`, 's'),
        ),
      ]);
    },
  );
});

/** A value as GraphQL writes it. */
function literalOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${key}: ${literalOf(each)}`)
    .join()} }`;
}
