import { describe, expect, test } from 'vitest';
import { createApi, fakeFunction, messages, resolver } from './support.ts';

const sdl = `
  type Query { value: Value any: Any named: Named }
  type Value {
    id: ID int: Int float: Float string: String boolean: Boolean status: Status
    date: AWSDate time: AWSTime dateTime: AWSDateTime timestamp: AWSTimestamp json: AWSJSON lists: [[Int!]!]
  }
  enum Status { OPEN }
  interface Named { name: String }
  type Person implements Named { name: String age: Int }
  type Place implements Named { name: String city: String }
  union Any = Person | Place
`;

/** The completed value of one field, with the messages of errors. */
async function output(field: string, value: unknown): Promise<[unknown, string[]]> {
  const { ask } = await createApi({
    sdl,
    dataSources: { api: fakeFunction(() => ({ [field]: value })).dataSource },
    resolvers: [await resolver('Query.value')],
  });
  const body = await ask(`{ value { ${field} } }`);
  const { value: object } = body.data as { value: Record<string, unknown> };
  return [object[field], messages(body)];
}

describe('values on the way out', () => {
  test.for([
    ['id', 7, '7'],
    ['int', -5, -5],
    ['float', 2, 2],
    ['string', 12, '12'],
    ['string', 'ễ', 'ễ'],
    ['boolean', false, false],
    ['status', 'OPEN', 'OPEN'],
    ['date', '2024-02-29', '2024-02-29'],
    ['dateTime', '2023-11-30T11:04:03+08:00:30', '2023-11-30T11:04:03+08:00:30'],
    ['timestamp', 1700000000, 1700000000],
    ['json', { a: [1] }, '{"a":[1]}'],
    ['json', '{"a":1}', '{"a":1}'],
    ['json', 'plain text', '"plain text"'],
    ['lists', [[1, 2], []], [[1, 2], []]],
  ] as const)('%s: %j is answered as %j', async ([field, value, expected]) => {
    expect(await output(field, value)).toEqual([expected, []]);
  });

  test.for([
    ['int', 2147483648, "Can't serialize value (/value/int) : Expected type 'Int' but was 'Long'."],
    ['int', 1.5, "Can't serialize value (/value/int) : Expected type 'Int' but was 'Double'."],
    [
      'string',
      { a: 1 },
      "Can't serialize value (/value/string) : Expected type 'String' but was 'LinkedHashMap'.",
    ],
    [
      'boolean',
      'true',
      "Can't serialize value (/value/boolean) : Expected type 'Boolean' but was 'String'.",
    ],
    [
      'status',
      'NEW',
      "Can't serialize value (/value/status) : Invalid input for Enum 'Status'. Unknown value 'NEW'",
    ],
    [
      'date',
      '2024-02-30',
      "Can't serialize value (/value/date) : Unable to serialize `2024-02-30` as a valid date.",
    ],
    [
      'dateTime',
      '2024-01-01 00:00:00+00',
      "Can't serialize value (/value/dateTime) : Unable to serialize `2024-01-01 00:00:00+00` as a valid DateTime Object.",
    ],
    [
      'lists',
      [[1, null]],
      "Cannot return null for non-nullable type: 'Int' within parent 'Value' (/value/lists[0][1])",
    ],
    [
      'lists',
      [1],
      "Can't resolve value (/value/lists[0]) : type mismatch error, expected type LIST",
    ],
  ] as const)('%s: %j is null with an error', async ([field, value, message]) => {
    expect(await output(field, value)).toEqual([null, [message]]);
  });
});

describe('abstract types', () => {
  const create = async (answer: unknown) =>
    createApi({
      sdl,
      dataSources: { api: fakeFunction(() => answer).dataSource },
      resolvers: [await resolver('Query.any'), await resolver('Query.named')],
    });
  const query = `{
    any { __typename ... on Person { age } ... on Place { city } }
    named { name ... on Person { age } }
  }`;

  test('are told apart by __typename', async () => {
    const { ask } = await create({ __typename: 'Person', name: 'n', age: 5, city: 'c' });
    expect(await ask(query)).toEqual({
      data: { any: { __typename: 'Person', age: 5 }, named: { name: 'n', age: 5 } },
    });
  });

  test('without a known __typename are null with an error', async () => {
    const { ask } = await create({ __typename: 'Query', name: 'n' });
    const body = await ask(query);
    expect(body.data).toEqual({ any: null, named: null });
    expect(messages(body)[0]).toMatch(
      /^Can't resolve '\/any'\. Abstract type 'Any' must resolve to/,
    );
  });
});
