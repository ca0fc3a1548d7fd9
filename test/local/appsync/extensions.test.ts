import { describe, expect, test } from 'vitest';
import { admin, createApi, resolver } from './support.ts';

const sdl = `
  type Query { value(input: AWSJSON): AWSJSON @aws_iam @aws_cognito_user_pools }
  type Mutation { change(input: AWSJSON): AWSJSON @aws_iam @aws_cognito_user_pools }
`;

/** The answer to a query whose response handler runs these statements. */
async function respond(statements: string, type: 'Query' | 'Mutation' = 'Query') {
  const field = type === 'Query' ? 'value' : 'change';
  const api = await createApi({
    sdl,
    resolvers: [
      await resolver(`${type}.${field}`, {
        dataSource: 'none',
        request: 'return { payload: null };',
        response: statements,
      }),
    ],
  });
  const query = type === 'Query' ? '{ value }' : 'mutation { change }';
  const answer = await api.execute({ query }, { identity: admin });
  return { ...answer, body: JSON.parse(JSON.stringify(answer.body)) as unknown };
}

/** The filter that `util.transform.toSubscriptionFilter` makes, as alternatives of `field operator value`. */
async function filterOf(args: string): Promise<string[][]> {
  const { body } = await respond(`return util.transform.toSubscriptionFilter(${args});`);
  const { value } = (body as { data: { value: string } }).data;
  const { filterGroup } = JSON.parse(value) as {
    filterGroup: { filters: { fieldName: string; operator: string; value: unknown }[] }[];
  };
  return filterGroup.map(({ filters }) =>
    filters.map(entry => `${entry.fieldName} ${entry.operator} ${JSON.stringify(entry.value)}`),
  );
}

describe('util.transform.toSubscriptionFilter', () => {
  test.for([
    ['{}', []],
    ['{ a: { eq: 1 } }', [['a eq 1']]],
    ['{ a: { eq: 1 }, "b.c": { ne: "x" } }', [['a eq 1', 'b.c ne "x"']]],
    ['{ a: { lt: 1, gt: 5 } }', [['a lt 1'], ['a gt 5']]],
    ['{ and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }', [['a eq 1', 'b eq 2']]],
    [
      '{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }], c: { eq: 3 } }',
      [
        ['a eq 1', 'c eq 3'],
        ['b eq 2', 'c eq 3'],
      ],
    ],
    ['{ a: { eq: 1 }, b: { eq: 2 } }, ["a"]', [['b eq 2']]],
    [
      '{ a: { eq: 1 } }, [], { b: { eq: 2 }, c: { in: [3] } }',
      [
        ['a eq 1', 'b eq 2'],
        ['a eq 1', 'c in [3]'],
      ],
    ],
    ['{}, [], { b: { eq: 2 } }', [['b eq 2']]],
    [
      '{ a: { between: [1, 2] }, b: { containsAny: ["x"] }, c: { beginsWith: "y" } }',
      [['a between [1,2]', 'b containsAny ["x"]', 'c beginsWith "y"']],
    ],
  ] as const)('%s', async ([args, expected]) => {
    expect(await filterOf(args)).toEqual(expected);
  });

  test.for(['{ a: { like: 1 } }', '[]', '{ and: 1 }', 'null', '{ a: 1 }'])(
    '%s is none',
    async args => {
      const { body } = await respond(`return util.transform.toSubscriptionFilter(${args});`);
      expect(body).toMatchObject({ errors: [{ errorType: 'Code' }] });
    },
  );
});

describe('extensions', () => {
  test.for([
    ['setSubscriptionFilter', 'Query', '{ filterGroup: [] }'],
    ['setSubscriptionInvalidationFilter', 'Mutation', '{ filterGroup: [] }'],
    ['invalidateSubscriptions', 'Query', '{ subscriptionField: "onX", payload: {} }'],
  ] as const)('%s does not work for a %s', async ([name, type, argument]) => {
    const { body } = await respond(`extensions.${name}(${argument}); return 1;`, type);
    expect(body).toMatchObject({
      errors: [{ errorType: 'Code', message: expect.stringContaining(`extensions.${name} works`) }],
    });
  });

  test('invalidateSubscriptions may be called five times', async () => {
    const once =
      'extensions.invalidateSubscriptions({ subscriptionField: "onX", payload: { a: 1 } });';
    expect((await respond(`${once.repeat(5)} return 1;`, 'Mutation')).body).toEqual({
      data: { change: '1' },
    });
    expect((await respond(`${once.repeat(6)} return 1;`, 'Mutation')).body).toMatchObject({
      errors: [{ message: expect.stringContaining('may be called 5 times') }],
    });
  });

  test('what is not there is named', async () => {
    const { body } = await respond('extensions.evictFromApiCache("Query", "value", {}); return 1;');
    expect(body).toMatchObject({
      errors: [
        {
          message: expect.stringContaining(
            'extensions.evictFromApiCache is not supported by the local stack',
          ),
        },
      ],
    });
  });
});

describe('util.http', () => {
  test('adds headers to the answer, the latest of a name', async () => {
    const { headers, body } = await respond(`
      util.http.addResponseHeader('items-count', 7);
      util.http.addResponseHeader('x-kind', 'a');
      util.http.addResponseHeaders({ 'X-Kind': 'b', 'x-object': { a: 1 } });
      return 1;`);
    expect(headers).toEqual({ 'items-count': '7', 'X-Kind': 'b', 'x-object': '{"a":1}' });
    expect(body).toEqual({ data: { value: '1' } });
  });

  test.for([
    ["'x-amzn-requestid', 'me'"],
    ["'X-Amz-Date', '1'"],
    ["'access-control-allow-origin', 'evil'"],
    ["'Vary', '*'"],
    ["'content-type', 'text/html'"],
    ["'x-a\\r\\nset-cookie', '1'"],
    ["'x-a', 'b\\r\\nset-cookie: c=1'"],
    ["'x-long', ctx.args.input.long"],
  ])('does not add %s: an error beside the data', async ([argument = '']) => {
    const api = await createApi({
      sdl,
      resolvers: [
        await resolver('Query.value', {
          dataSource: 'none',
          request: 'return { payload: 1 };',
          response: `util.http.addResponseHeader(${argument}); return ctx.result;`,
        }),
      ],
    });
    const input = JSON.stringify({ long: 'x'.repeat(4100) });
    const answer = await api.execute(
      { query: 'query ($input: AWSJSON) { value(input: $input) }', variables: { input } },
      { identity: admin },
    );
    expect(answer.headers).toEqual({});
    expect(answer.body).toMatchObject({
      data: { value: '1' },
      errors: [{ errorType: 'ResponseHeaderError', path: ['value'] }],
    });
  });

  test('copies headers without those that are not to be handed on', async () => {
    const { body } = await respond(
      `return util.http.copyHeaders({ 'x-a': '1', Authorization: 't', host: 'h', 'x-amz-date': 'd' });`,
    );
    expect(body).toEqual({ data: { value: '{"x-a":"1"}' } });
  });
});
