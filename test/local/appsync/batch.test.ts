import { describe, expect, test } from 'vitest';
import { admin, createApi, failed, fakeFunction, resolver, succeeded } from './support.ts';

const sdl = `
  type Query { things: [Thing!] }
  type Thing { id: ID! parts(limit: Int): [Part!] part: Part }
  type Part { id: ID! things: [Thing!] }
`;

const things = (count: number) => Array.from({ length: count }, (_, index) => ({ id: index + 1 }));

/** A function for both fields: the list for Query.things, one answer per item for a batch. */
function batching(answer: (batch: unknown[]) => unknown, count = 5) {
  return fakeFunction(event => (Array.isArray(event) ? answer(event) : things(count)));
}

const parts = (maxBatchSize: number, response?: string) =>
  resolver('Thing.parts', {
    operation: 'BatchInvoke',
    payload: '{ id: ctx.source.id, limit: ctx.args.limit }',
    maxBatchSize,
    ...(response !== undefined && { response }),
  });

describe('BatchInvoke', () => {
  test('sends the siblings of one field in one invocation, and each gets its own item', async () => {
    const api = batching(batch => batch.map(item => [item]));
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [await resolver('Query.things'), await parts(100)],
    });
    expect(await ask('{ things { id parts(limit: 2) { id } } }')).toEqual({
      data: { things: [1, 2, 3, 4, 5].map(n => ({ id: `${n}`, parts: [{ id: `${n}` }] })) },
    });
    expect(api.events).toEqual([
      { field: 'Query.things', args: {} },
      [1, 2, 3, 4, 5].map(id => ({ id, limit: 2 })),
    ]);
  });

  test('splits at maxBatchSize', async () => {
    const api = batching(batch => batch.map(() => null), 5);
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [await resolver('Query.things'), await parts(2)],
    });
    await ask('{ things { parts { id } } }');
    expect(api.events.slice(1).map(event => (Array.isArray(event) ? event.length : 0))).toEqual([
      2, 2, 1,
    ]);
  });

  test('without maxBatchSize sends batches of one', async () => {
    const api = batching(batch => batch.map(() => null), 3);
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [
        await resolver('Query.things'),
        await resolver('Thing.parts', { operation: 'BatchInvoke' }),
      ],
    });
    await ask('{ things { parts { id } } }');
    expect(api.events).toHaveLength(4);
  });

  test('groups aliases of the field together, with their own arguments', async () => {
    const api = batching(batch => batch.map(() => null), 2);
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [await resolver('Query.things'), await parts(100)],
    });
    await ask('{ things { a: parts(limit: 1) { id } b: parts(limit: 2) { id } } }');
    expect(api.events[1]).toEqual([
      { id: 1, limit: 1 },
      { id: 1, limit: 2 },
      { id: 2, limit: 1 },
      { id: 2, limit: 2 },
    ]);
  });

  test('goes on to batches below, one for each level', async () => {
    const api = fakeFunction(event =>
      Array.isArray(event) ? event.map(() => [{ id: 7 }, { id: 8 }]) : things(3),
    );
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [
        await resolver('Query.things'),
        await parts(100),
        await resolver('Part.things', {
          operation: 'BatchInvoke',
          payload: 'ctx.source.id',
          maxBatchSize: 100,
        }),
      ],
    });
    const body = await ask('{ things { parts { things { id } } } }');
    expect(body).toMatchObject({
      data: { things: [{ parts: [{ things: [{ id: '7' }, {}] }, {}] }, {}, {}] },
    });
    expect(api.events.map(event => (Array.isArray(event) ? event.length : 1))).toEqual([1, 3, 6]);
  });

  test('runs the response handler for each item', async () => {
    const { ask } = await createApi({
      sdl,
      dataSources: {
        api: batching(batch => batch.map((_, index) => (index === 1 ? { error: 'gone' } : [])), 3)
          .dataSource,
      },
      resolvers: [
        await resolver('Query.things'),
        await parts(
          100,
          `if (ctx.result.error) util.error(ctx.result.error, 'NotFound'); return ctx.result;`,
        ),
      ],
    });
    expect(await ask('{ things { parts { id } } }')).toMatchObject({
      data: { things: [{ parts: [] }, { parts: null }, { parts: [] }] },
      errors: [{ path: ['things', 1, 'parts'], errorType: 'NotFound', message: 'gone' }],
    });
  });

  test.for([
    ['too short', (batch: unknown[]) => batch.slice(1)],
    ['too long', (batch: unknown[]) => [...batch, null]],
    ['no list', () => ({ items: [] })],
  ] as const)('fails every item when the answer is %s', async ([, answer]) => {
    const { ask } = await createApi({
      sdl,
      dataSources: { api: batching(answer, 2).dataSource },
      resolvers: [await resolver('Query.things'), await parts(100)],
    });
    const message = 'The function did not answer a batch of 2 with a list of 2 results.';
    expect(await ask('{ things { id parts { id } } }')).toMatchObject({
      data: {
        things: [
          { id: '1', parts: null },
          { id: '2', parts: null },
        ],
      },
      errors: [
        { path: ['things', 0, 'parts'], message, errorType: 'Lambda:Unhandled' },
        { path: ['things', 1, 'parts'], message },
      ],
    });
  });

  test('gives every item the same ctx.error when the function throws', async () => {
    let calls = 0;
    const { ask } = await createApi({
      sdl,
      dataSources: {
        api: {
          kind: 'AWS_LAMBDA',
          invoke: async () =>
            ++calls === 1
              ? succeeded(JSON.stringify(things(2)))
              : failed('Sandbox.Timedout', 'Task timed out after 28 seconds'),
        },
      },
      resolvers: [await resolver('Query.things'), await parts(100)],
    });
    const error = {
      errorType: 'Lambda:Unhandled',
      message: 'Task timed out after 28 seconds',
      errorInfo: {
        message: 'Task timed out after 28 seconds',
        type: 'Lambda:Unhandled',
        unhandledErrorType: 'Sandbox.Timedout',
      },
    };
    expect(await ask('{ things { parts { id } } }')).toMatchObject({ errors: [error, error] });
  });
});

test('the trace counts a batch as one call', async () => {
  const api = await createApi({
    sdl,
    dataSources: { api: batching(batch => batch.map(() => [])).dataSource },
    resolvers: [await resolver('Query.things'), await parts(100)],
  });
  const { trace } = await api.execute(
    { query: '{ things { parts { id } } }' },
    { identity: admin },
  );
  expect(trace.calls.map(({ field, fields }) => [field, fields])).toEqual([
    ['Query.things', 1],
    ['Thing.parts', 5],
  ]);
});
