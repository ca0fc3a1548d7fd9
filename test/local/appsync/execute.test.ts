import { type DataSource } from '../../../local/appsync/data-source.ts';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Invocation } from '../../../local/lambda/invocation.ts';
import {
  admin,
  createApi,
  failed,
  fakeFunction,
  messages,
  resolver,
  succeeded,
} from './support.ts';

const sdl = `
  type Query {
    page(limit: Int = 25, status: Status): Page
    things: [Thing!]!
    slow: Thing
    strict: Thing!
    plain: Int
  }
  type Mutation { first(n: Int): Int second(n: Int): Int strict: Int! }
  schema { query: Query mutation: Mutation }
  enum Status { OPEN CLOSED }
  type Page { items: [Thing!] nextToken: String totalCount: Int }
  type Thing { id: ID! name: String! status: Status note: String parts(limit: Int): [Part!] owner: Owner }
  type Part { id: ID! size: Int! }
  type Owner { id: ID! name: String! }
`;

const things = [
  { id: 1, name: 'one', status: 'OPEN', note: null },
  { id: 2, name: 'two', status: 'CLOSED' },
  { id: 3, name: 'three', status: 'OPEN', note: 'n' },
];

describe('a field with a resolver', () => {
  test('sends the payload, and its answer is completed in the order of the selection', async () => {
    const api = fakeFunction(() => ({ totalCount: 3, items: things, unasked: 1 }));
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [await resolver('Query.page')],
    });
    const body = await ask(
      '{ page(status: OPEN) { items { name id status } totalCount __typename } }',
    );
    expect(JSON.stringify(body)).toBe(
      '{"data":{"page":{"items":[{"name":"one","id":"1","status":"OPEN"},{"name":"two","id":"2","status":"CLOSED"},' +
        '{"name":"three","id":"3","status":"OPEN"}],"totalCount":3,"__typename":"Page"}}}',
    );
    expect(api.events).toEqual([{ field: 'Query.page', args: { limit: 25, status: 'OPEN' } }]);
  });

  test('gets variables, defaults and explicit nulls as they were given', async () => {
    const api = fakeFunction(() => null);
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [await resolver('Query.page')],
    });
    const query = 'query ($l: Int, $s: Status) { page(limit: $l, status: $s) { totalCount } }';
    await ask(query, { l: 3 });
    await ask(query, { l: null, s: 'CLOSED' });
    await ask(query.replace('$l: Int', '$l: Int = 7'), {});
    expect(api.events).toEqual([
      { field: 'Query.page', args: { limit: 3 } },
      { field: 'Query.page', args: { limit: null, status: 'CLOSED' } },
      { field: 'Query.page', args: { limit: 7 } },
    ]);
  });

  test('answers under aliases, once for each of them', async () => {
    const api = fakeFunction(event => ({ nextToken: JSON.stringify(event) }));
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [await resolver('Query.page', { payload: 'ctx.args.limit' })],
    });
    expect(
      await ask('{ a: page(limit: 1) { t: nextToken } b: page(limit: 2) { nextToken } }'),
    ).toEqual({
      data: { a: { t: '1' }, b: { nextToken: '2' } },
    });
  });

  test('merges fragments and repeated fields, and leaves out what @skip and @include say', async () => {
    const api = fakeFunction(() => ({ items: things, totalCount: 3, nextToken: 't' }));
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [await resolver('Query.page')],
    });
    const query = `query ($yes: Boolean!, $no: Boolean = false) {
      page { items { id } ...P ... on Page @include(if: $no) { nextToken } totalCount @skip(if: $yes) }
      page { items { status @include(if: $yes) } }
    }
    fragment P on Page { items { name ...T } }
    fragment T on Thing { id note @skip(if: true) }`;
    expect(await ask(query, { yes: true })).toEqual({
      data: {
        page: {
          items: [
            { id: '1', status: 'OPEN', name: 'one' },
            { id: '2', status: 'CLOSED', name: 'two' },
            { id: '3', status: 'OPEN', name: 'three' },
          ],
        },
      },
    });
    expect(await ask(query, { yes: false, no: true })).toEqual({
      data: {
        page: {
          items: things.map(({ id, name }) => ({ id: String(id), name })),
          nextToken: 't',
          totalCount: 3,
        },
      },
    });
    expect(api.events).toHaveLength(2);
  });
});

describe('errors', () => {
  test('of a resolver have six keys, those of completion three', async () => {
    const { ask } = await createApi({
      sdl,
      dataSources: { api: fakeFunction(() => ({ totalCount: 'many' })).dataSource },
      resolvers: [
        await resolver('Query.page'),
        await resolver('Query.slow', {
          request: `util.error('limit is 0; use 1 to 100', 'InvalidInput', { id: 1, name: 'n', other: 2 }, { reason: 'LIMIT' });`,
        }),
      ],
    });
    expect(await ask('{\n  page { totalCount }\n  slow { id label: name }\n}')).toEqual({
      data: { page: { totalCount: null }, slow: null },
      errors: [
        {
          path: ['slow'],
          data: { id: 1, name: 'n' },
          errorType: 'InvalidInput',
          errorInfo: { reason: 'LIMIT' },
          locations: [{ line: 3, column: 3, sourceName: null }],
          message: 'limit is 0; use 1 to 100',
        },
        {
          path: ['page', 'totalCount'],
          locations: null,
          message:
            "Can't serialize value (/page/totalCount) : Expected type 'Int' but was 'String'.",
        },
      ],
    });
  });

  test('a null in a list of non-nulls nulls the list, and the errors of its neighbours stay', async () => {
    const items = [{ id: 1, name: 'a', status: 'NEW' }, { id: 2, name: null }, null];
    const { ask } = await createApi({
      sdl,
      dataSources: { api: fakeFunction(() => ({ items, nextToken: 't' })).dataSource },
      resolvers: [await resolver('Query.page')],
    });
    expect(await ask('{ page { nextToken items { id name status } } }')).toEqual({
      data: { page: { nextToken: 't', items: null } },
      errors: [
        {
          path: ['page', 'items', 0, 'status'],
          locations: null,
          message:
            "Can't serialize value (/page/items[0]/status) : Invalid input for Enum 'Status'. Unknown value 'NEW'",
        },
        {
          path: ['page', 'items', 1, 'name'],
          locations: null,
          message:
            "Cannot return null for non-nullable type: 'String' within parent 'Thing' (/page/items[1]/name)",
        },
        {
          path: ['page', 'items', 2],
          locations: null,
          message:
            "Cannot return null for non-nullable type: 'Thing' within parent 'Page' (/page/items[2])",
        },
      ],
    });
  });

  test('a null in a non-null root field nulls the whole data', async () => {
    const { ask } = await createApi({
      sdl,
      dataSources: { api: fakeFunction(() => null).dataSource },
      resolvers: [await resolver('Query.strict'), await resolver('Query.page')],
    });
    const body = await ask('{ page { totalCount } strict { id } }');
    expect(body.data).toBeNull();
    expect(messages(body)).toEqual([
      "Cannot return null for non-nullable type: 'Thing' within parent 'Query' (/strict)",
    ]);
  });

  test('a later resolver that fails nulls what was built around it before', async () => {
    const { ask } = await createApi({
      sdl: sdl.replace('owner: Owner', 'owner: Owner!'),
      dataSources: { api: fakeFunction(() => ({ items: things })).dataSource },
      resolvers: [
        await resolver('Query.page'),
        await resolver('Thing.owner', {
          payload: 'ctx.source.id',
          response: `if (ctx.source.id === 2) util.error('gone', 'NotFound'); return { id: ctx.source.id, name: 'o' };`,
        }),
      ],
    });
    const body = await ask('{ page { items { id owner { id } } totalCount } }');
    expect(body).toMatchObject({
      data: { page: { items: null, totalCount: null } },
      errors: [{ path: ['page', 'items', 1, 'owner'], errorType: 'NotFound' }],
    });
    expect(body.errors).toHaveLength(1);
  });

  test('of one field leave the others their data', async () => {
    const { ask } = await createApi({
      sdl,
      dataSources: {
        api: fakeFunction(() => ({ totalCount: 1 })).dataSource,
        broken: { kind: 'AWS_LAMBDA', invoke: async () => failed('Error', 'no connection') },
        rejecting: { kind: 'AWS_LAMBDA', invoke: () => Promise.reject(new Error('gone')) },
      },
      resolvers: [
        await resolver('Query.page'),
        await resolver('Query.slow', { dataSource: 'broken' }),
        await resolver('Query.plain', { dataSource: 'rejecting' }),
      ],
    });
    expect(await ask('{ page { totalCount } slow { id } plain }')).toMatchObject({
      data: { page: { totalCount: 1 }, slow: null, plain: null },
      errors: [
        {
          message: 'no connection',
          errorType: 'Lambda:Unhandled',
          errorInfo: { unhandledErrorType: 'Error' },
        },
        { message: 'gone', errorType: 'Lambda:Unhandled' },
      ],
    });
  });

  test('P-27: what goes wrong in the stack itself is told in a sentence that says nothing of it', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => logged.mockRestore());
    const broken: Invocation = JSON.parse(
      '{ "ok": true, "functionName": "api", "milliseconds": 1 }',
    );
    const { ask } = await createApi({
      sdl,
      dataSources: { api: { kind: 'AWS_LAMBDA', invoke: async () => broken } },
      resolvers: [await resolver('Query.plain')],
    });
    expect(await ask('{ plain }')).toMatchObject({
      data: { plain: null },
      errors: [{ errorType: 'InternalFailure', message: 'An internal error occurred.' }],
    });
    expect(logged).toHaveBeenCalledOnce();
  });

  test('a value of the wrong kind is a type mismatch, not a crash', async () => {
    const { ask } = await createApi({
      sdl,
      dataSources: { api: fakeFunction(() => ({ items: 'x' })).dataSource },
      resolvers: [
        await resolver('Query.page'),
        await resolver('Query.slow', { response: 'return 5;' }),
      ],
    });
    expect(messages(await ask('{ page { items { id } } slow { id } }')).sort()).toEqual([
      "Can't resolve value (/page/items) : type mismatch error, expected type LIST",
      "Can't resolve value (/slow) : type mismatch error, expected type OBJECT",
    ]);
  });

  test('what a resolver appends comes with the data', async () => {
    const { ask } = await createApi({
      sdl,
      dataSources: { api: fakeFunction(() => ({ totalCount: 1 })).dataSource },
      resolvers: [
        await resolver('Query.page', {
          response: `util.appendError('half of it', 'Partial'); util.appendError('no type'); return ctx.result;`,
        }),
      ],
    });
    expect(await ask('{ page { totalCount } }')).toMatchObject({
      data: { page: { totalCount: 1 } },
      errors: [
        {
          path: ['page'],
          message: 'half of it',
          errorType: 'Partial',
          data: null,
          errorInfo: null,
        },
        { path: ['page'], message: 'no type', errorType: null },
      ],
    });
  });

  test('a response key named __proto__ is a key like any other', async () => {
    const { ask } = await createApi({
      sdl,
      dataSources: { api: fakeFunction(() => ({ totalCount: 1 })).dataSource },
      resolvers: [await resolver('Query.page')],
    });
    const body = await ask('{ __proto__: page { __proto__: totalCount constructor: nextToken } }');
    expect(JSON.stringify(body)).toBe('{"data":{"__proto__":{"__proto__":1,"constructor":null}}}');
    expect(Object.prototype).not.toHaveProperty('totalCount');
  });
});

describe('time and order', () => {
  test('the fields of a query run side by side, those of a mutation one after the other', async () => {
    const log: string[] = [];
    const slowFirst = fakeFunction(async event => {
      log.push(`start ${String(event)}`);
      await new Promise(resolve => setTimeout(resolve, event === 1 ? 20 : 1));
      log.push(`end ${String(event)}`);
      return { totalCount: event };
    });
    const { ask } = await createApi({
      sdl,
      dataSources: { api: slowFirst.dataSource },
      resolvers: [
        await resolver('Query.page', { payload: 'ctx.args.limit' }),
        await resolver('Mutation.first', {
          payload: 'ctx.args.n',
          response: 'return ctx.result.totalCount;',
        }),
        await resolver('Mutation.second', {
          payload: 'ctx.args.n',
          response: 'return ctx.result.totalCount;',
        }),
      ],
    });
    await ask('{ a: page(limit: 1) { totalCount } b: page(limit: 2) { totalCount } }');
    expect(log.splice(0)).toEqual(['start 1', 'start 2', 'end 2', 'end 1']);
    expect(await ask('mutation { first(n: 1) second(n: 2) }')).toEqual({
      data: { first: 1, second: 2 },
    });
    expect(log).toEqual(['start 1', 'end 1', 'start 2', 'end 2']);
  });

  test('a mutation whose data became null does not go on', async () => {
    const api = fakeFunction(() => null);
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [await resolver('Mutation.strict'), await resolver('Mutation.second')],
    });
    expect((await ask('mutation { strict second }')).data).toBeNull();
    expect(api.events).toHaveLength(1);
  });

  test('when the time of a mutation is over, what was not begun is null with an error too', async () => {
    const begun: string[] = [];
    const api = await createApi({
      sdl,
      limits: { requestTimeoutMs: 30 },
      dataSources: {
        api: { kind: 'AWS_LAMBDA', invoke: event => (begun.push(event), new Promise(() => {})) },
      },
      resolvers: [
        await resolver('Mutation.first', { payload: "'first'" }),
        await resolver('Mutation.second', { payload: "'second'" }),
      ],
    });
    expect(await api.ask('mutation { first second }')).toMatchObject({
      data: { first: null, second: null },
      errors: [
        { path: ['first'], errorType: 'ExecutionTimeout' },
        { path: ['second'], errorType: 'ExecutionTimeout' },
      ],
    });
    expect(begun).toEqual(['"first"']);
  });

  test('when the time of the request is over, what is still under way is null with an error', async () => {
    const waiting: (() => void)[] = [];
    const api = await createApi({
      sdl,
      limits: { requestTimeoutMs: 30 },
      dataSources: {
        api: {
          kind: 'AWS_LAMBDA',
          invoke: event =>
            event === '"slow"'
              ? new Promise(resolve =>
                  waiting.push(() => resolve(succeeded('{"id":1,"name":"late"}'))),
                )
              : Promise.resolve(succeeded('{"totalCount":1}')),
        },
      },
      resolvers: [
        await resolver('Query.page'),
        await resolver('Query.slow', { payload: "'slow'" }),
      ],
    });
    const query = '{ page { totalCount } slow { id } }';
    const { body } = await api.execute({ query }, { identity: admin });
    for (const release of waiting) release();
    await new Promise(resolve => setTimeout(resolve, 5));
    // The late answer changes nothing of what was answered.
    expect(waiting).toHaveLength(1);
    expect(body).toMatchObject({
      data: { page: { totalCount: 1 }, slow: null },
      errors: [{ path: ['slow'], errorType: 'ExecutionTimeout', message: 'Execution timed out.' }],
    });
  });
});

describe('limits', () => {
  test('fields below the depth limit are refused, the others keep their data', async () => {
    const { ask } = await createApi({
      sdl,
      limits: { queryDepthLimit: 2 },
      dataSources: { api: fakeFunction(() => ({ items: things, totalCount: 3 })).dataSource },
      resolvers: [await resolver('Query.page')],
    });
    const body = await ask('{ page { totalCount items { note } } }');
    expect(body.data).toEqual({
      page: { totalCount: 3, items: [{ note: null }, { note: null }, { note: null }] },
    });
    expect(body.errors).toMatchObject(
      [0, 1, 2].map(index => ({
        path: ['page', 'items', index, 'note'],
        errorType: 'QueryDepthLimitReached',
      })),
    );
  });

  test('resolvers beyond the count limit are refused, the others keep their data', async () => {
    const { ask } = await createApi({
      sdl,
      limits: { resolverCountLimit: 2 },
      dataSources: { api: fakeFunction(() => ({ totalCount: 3 })).dataSource },
      resolvers: [await resolver('Query.page')],
    });
    const query = '{ a: page { totalCount } b: page { totalCount } c: page { totalCount } }';
    expect(await ask(query)).toMatchObject({
      data: { a: { totalCount: 3 }, b: { totalCount: 3 }, c: null },
      errors: [{ path: ['c'], errorType: 'ResolverExecutionLimitReached' }],
    });
  });

  test('what makes the answer too large is an error of its field, the others keep their data', async () => {
    const { ask } = await createApi({
      sdl,
      limits: { answerValues: 20 },
      dataSources: { api: fakeFunction(() => ({ totalCount: 3, items: things })).dataSource },
      resolvers: [await resolver('Query.page')],
    });
    const few = '{ a: page { items { id name } } b: page { totalCount } }';
    expect(await ask(few)).toMatchObject({ data: { a: { items: things.map(() => ({})) } } });
    const many =
      '{ a: page { totalCount } b: page { items { a: id b: id c: id d: id e: id f: id } } }';
    expect(await ask(many)).toMatchObject({
      data: { a: { totalCount: 3 }, b: null },
      errors: [{ path: ['b'], errorType: 'ResponseSizeLimitReached' }],
    });
  });

  test('an answer of a data source that is too large is an error of its field', async () => {
    const { ask } = await createApi({
      sdl,
      limits: { responseBytes: 100 },
      dataSources: { api: fakeFunction(() => ({ nextToken: 'ễ'.repeat(40) })).dataSource },
      resolvers: [await resolver('Query.page')],
    });
    expect(await ask('{ page { nextToken } }')).toMatchObject({
      data: { page: null },
      errors: [{ path: ['page'], errorType: 'ResponseSizeLimitReached' }],
    });
  });
});

test('the trace names fields, functions and statements, and nothing that was asked or answered', async () => {
  const traces: unknown[] = [];
  const api = await createApi({
    sdl,
    dataSources: { api: fakeFunction(() => ({ nextToken: 'secret answer' })).dataSource },
    resolvers: [
      await resolver('Query.page'),
      await resolver('Query.plain', { request: `util.error('secret message', 'secret type');` }),
    ],
    onOperation: trace => traces.push(trace),
  });
  const { trace } = await api.execute(
    { query: 'query Secret { secret: page(limit: 12345) { nextToken } plain }' },
    { identity: admin, headers: { authorization: 'secret token' } },
  );
  expect(trace).toMatchObject({
    status: 200,
    rootFields: ['Query.page', 'Query.plain'],
    calls: [
      {
        field: 'Query.page',
        fields: 1,
        functionName: 'api',
        milliseconds: 3.14,
        statements: [{ name: 'thing.page', milliseconds: 1.24, rows: 25 }],
      },
    ],
    errors: { GraphQL: 1 },
  });
  expect(traces).toEqual([trace]);
  expect(JSON.stringify(traces)).not.toMatch(/secret|12345/i);
});

describe('a request of the invocation type Event', () => {
  const sdl = 'type Query { start(n: Int): Boolean @aws_iam @aws_cognito_user_pools }';
  const starting = () =>
    resolver('Query.start', {
      request: `return { operation: 'Invoke', invocationType: 'Event', payload: { n: ctx.args.n } };`,
      response: `util.error('nobody runs this');`,
    });

  test('is handed over: the field is null at once, and its response handler does not run', async () => {
    const taken: string[] = [];
    const dataSource: DataSource = {
      kind: 'AWS_LAMBDA',
      invoke: () => Promise.reject(new Error('nobody waits for it')),
      enqueue: event => void taken.push(event),
    };
    const { ask } = await createApi({
      sdl,
      dataSources: { api: dataSource },
      resolvers: [await starting()],
    });
    expect(await ask('{ start(n: 5) }')).toEqual({ data: { start: null } });
    expect(taken).toEqual(['{"n":5}']);
  });

  test('that is not taken is an error of its field', async () => {
    const { ask } = await createApi({
      sdl,
      dataSources: { api: fakeFunction(() => 1).dataSource },
      resolvers: [await starting()],
    });
    expect(await ask('{ start(n: 5) }')).toMatchObject({
      data: { start: null },
      errors: [{ path: ['start'], message: 'The data source takes no events.' }],
    });
  });
});
