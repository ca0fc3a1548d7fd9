import { beforeAll, describe, expect, test } from 'vitest';
import { createApi, fakeFunction, messages, resolver, type TestApi } from './support.ts';

const sdl = `
  type Query { echo(
    id: ID, int: Int, float: Float, string: String, boolean: Boolean, status: Status, filter: Filter, list: [Int!],
    date: AWSDate, time: AWSTime, dateTime: AWSDateTime, timestamp: AWSTimestamp, email: AWSEmail, json: AWSJSON,
    url: AWSURL, phone: AWSPhone, ip: AWSIPAddress
  ): AWSJSON }
  enum Status { OPEN CLOSED }
  input Filter { from: AWSDate, needed: Int!, status: Status = OPEN, nested: Filter, many: [Filter!] }
`;

let api: TestApi;
beforeAll(async () => {
  api = await createApi({
    sdl,
    dataSources: { api: fakeFunction(event => event).dataSource },
    resolvers: [await resolver('Query.echo', { payload: 'ctx.args' })],
  });
});

/** What the resolver got for one argument of this type, or the message of the refusal. */
async function sent(name: string, type: string, value: unknown): Promise<unknown> {
  const body = await api.ask(`query ($x: ${type}) { echo(${name}: $x) }`, { x: value });
  if (body.errors) return messages(body).join('\n');
  const { echo } = (body.data ?? {}) as { echo?: string };
  return (JSON.parse(echo ?? '{}') as Record<string, unknown>)[name];
}

describe('variables', () => {
  test.for([
    ['id', 'ID', 'abc', 'abc'],
    ['id', 'ID', 12, '12'],
    ['int', 'Int', -2147483648, -2147483648],
    ['float', 'Float', 1, 1],
    ['float', 'Float', 1.5, 1.5],
    ['string', 'String', '100%_\'" ễ \u0000', '100%_\'" ễ \u0000'],
    ['boolean', 'Boolean', false, false],
    ['status', 'Status', 'OPEN', 'OPEN'],
    ['list', '[Int!]', [1, 2], [1, 2]],
    ['list', '[Int!]', 1, [1]],
    ['filter', 'Filter', { needed: 1 }, { needed: 1, status: 'OPEN' }],
    ['filter', 'Filter', { needed: 1, status: null }, { needed: 1, status: null }],
    ['json', 'AWSJSON', '{"a":[1,"x",null]}', { a: [1, 'x', null] }],
    ['json', 'AWSJSON', '1', 1],
    ['timestamp', 'AWSTimestamp', -123123, -123123],
    ['phone', 'AWSPhone', '+1 555 764 4377', '+1 555 764 4377'],
  ] as const)('%s: %s takes %j', async ([name, type, given, expected]) => {
    expect(await sent(name, type, given)).toEqual(expected);
  });

  test.for([
    ['int', 'Int', '1', "Variable 'x' has an invalid value. Expected type 'Int' but was 'String'."],
    ['int', 'Int', 1.5, "Variable 'x' has an invalid value. Expected type 'Int' but was 'Double'."],
    [
      'int',
      'Int',
      2147483648,
      "Variable 'x' has an invalid value. Expected type 'Int' but was 'Long'.",
    ],
    [
      'string',
      'String',
      1,
      "Variable 'x' has an invalid value. Expected type 'String' but was 'Integer'.",
    ],
    [
      'string',
      'String',
      {},
      "Variable 'x' has an invalid value. Expected type 'String' but was 'LinkedHashMap'.",
    ],
    [
      'boolean',
      'Boolean',
      'true',
      "Variable 'x' has an invalid value. Expected type 'Boolean' but was 'String'.",
    ],
    [
      'status',
      'Status',
      'NEW',
      "Variable 'x' has an invalid value. Invalid input for Enum 'Status'. No value found for name 'NEW'",
    ],
    [
      'status',
      'Status',
      'toString',
      "Variable 'x' has an invalid value. Invalid input for Enum 'Status'. No value found for name 'toString'",
    ],
    ['list', '[Int!]', [1, null], "Variable 'x' has coerced Null value for NonNull type 'Int!'"],
    [
      'filter',
      'Filter',
      5,
      "Variable 'x' has an invalid value. Expected type 'Map' but was 'Integer'. Variables for input objects must be an instance of type 'Map'.",
    ],
    ['filter', 'Filter', {}, "Variable 'x' has coerced Null value for NonNull type 'Int!'"],
    [
      'filter',
      'Filter',
      { needed: 1, from: '2026-02-30' },
      "Variable 'from' has an invalid value. Unable to parse `2026-02-30` as a valid date.",
    ],
    [
      'filter',
      'Filter',
      { needed: 1, many: [{ needed: 2 }, { needed: 'x' }] },
      "Variable 'needed' has an invalid value. Expected type 'Int' but was 'String'.",
    ],
    [
      'filter',
      'Filter',
      { needed: 1, __proto: 1 },
      "The variables input contains a field that is not defined for input object type 'Filter' ",
    ],
    [
      'filter',
      'Filter',
      JSON.parse('{"needed":1,"__proto__":{"from":1}}'),
      "The variables input contains a field that is not defined for input object type 'Filter' ",
    ],
    [
      'date',
      'AWSDate',
      '2019-12-24T04:15:57.798Z',
      "Variable 'x' has an invalid value. Unable to parse `2019-12-24T04:15:57.798Z` as a valid date.",
    ],
    [
      'dateTime',
      'AWSDateTime',
      'x',
      "Variable 'x' has an invalid value. Unable to parse `x` as a valid DateTime Object.",
    ],
    [
      'phone',
      'AWSPhone',
      '1110004444',
      "Variable 'x' has an invalid value. Unable to parse `1110004444` as a valid phone number.",
    ],
    [
      'json',
      'AWSJSON',
      '{a: 1}',
      "Variable 'x' has an invalid value. Unable to parse `{a: 1}` as a valid JSON.",
    ],
  ] as const)('%s: %s refuses %j', async ([name, type, given, message]) => {
    expect(await sent(name, type, given)).toBe(message);
  });

  test('a refusal answers null data, at the definition of the variable, without errorType', async () => {
    expect(await api.ask('query Q(\n  $x: Int!) { echo(int: $x) }')).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 2, column: 3, sourceName: null }],
          message: "Variable 'x' has coerced Null value for NonNull type 'Int!'",
        },
      ],
    });
  });

  test('what the operation does not declare is not looked at', async () => {
    const body = await api.ask(
      'query ($x: Int) { echo(int: $x) }',
      JSON.parse('{"x":1,"y":{},"__proto__":5}'),
    );
    expect(body).toEqual({ data: { echo: '{"int":1}' } });
  });

  test('a variable named __proto__ is one like any other', async () => {
    const query =
      'query ($__proto__: Filter, $int: Int = 3) { echo(filter: $__proto__, int: $int) }';
    const body = await api.ask(query, JSON.parse('{"__proto__":{"needed":4}}'));
    expect(JSON.stringify(body)).toBe(
      '{"data":{"echo":"{\\"int\\":3,\\"filter\\":{\\"needed\\":4,\\"status\\":\\"OPEN\\"}}"}}',
    );
  });

  test.for([
    ['filter: { needed: $x }', "Input field 'needed'", 'Int!'],
    ['filter: { needed: 1, many: [{ needed: $x }] }', "Input field 'needed'", 'Int!'],
    ['list: [1, $x]', 'List item', 'Int!'],
  ])(
    'a null in place of a default never comes to where none may be: %s',
    async ([args, place, type]) => {
      const body = await api.ask(`query ($x: Int = 1) { echo(${args}) }`, { x: null });
      const message = `${place} has coerced Null value for NonNull type '${type}'`;
      expect(body).toEqual({
        data: { echo: null },
        errors: [{ path: ['echo'], locations: null, message }],
      });
    },
  );

  test('inside literals they stand where they are named, and absent ones leave no trace', async () => {
    const query =
      'query ($n: Int!, $d: AWSDate) { echo(filter: { needed: $n, from: $d, many: [{ needed: $n }] }) }';
    const body = await api.ask(query, { n: 2 });
    expect(JSON.parse(String((body.data as { echo: unknown }).echo))).toEqual({
      filter: { needed: 2, status: 'OPEN', many: [{ needed: 2, status: 'OPEN' }] },
    });
  });
});
