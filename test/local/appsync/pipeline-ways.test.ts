import { beforeAll, describe, expect, test } from 'vitest';
import { type DataSource } from '../../../local/appsync/data-source.ts';
import { ask, type Halves, pipeline, sdl, step } from './pipeline-support.ts';
import { admin, createApi, fakeFunction } from './support.ts';

describe('runtime.earlyReturn in a pipeline', () => {
  const early = (options = '') => `runtime.earlyReturn({ id: 'early' }${options});`;
  const after = {
    response: `return { id: ctx.prev.result.id, text: JSON.stringify(ctx.stash) };`,
  };
  const note = (
    name: string,
    request = 'return { payload: { id: "late" } };',
    response = 'return ctx.result;',
  ) =>
    step(name, {
      dataSource: 'api',
      request: `ctx.stash.${name} = 'asked'; ${request.replace('payload', "operation: 'Invoke', payload")}`,
      response: `ctx.stash.${name} = 'answered'; ${response}`,
    });
  const outcome = async (first: Parameters<typeof note>, halves: Halves = {}) => {
    const { body, events } = await ask(
      [await note(...first), await note('two', 'return { payload: { id: ctx.prev.result.id } };')],
      { ...after, ...halves },
    );
    const { thing } = body.data as { thing: { id: string; text: string } };
    return { id: thing.id, ran: JSON.parse(thing.text) as unknown, asked: events.length };
  };

  test('in the first half leaves out the functions; the last half runs', async () => {
    expect(await outcome(['one'], { request: early() })).toEqual({
      id: 'early',
      ran: {},
      asked: 0,
    });
  });

  test.for(['', `, { skipTo: 'NEXT' }`])(
    'in the request half of a function leaves out its data source and response half%s',
    async options => {
      expect(await outcome(['one', early(options)])).toEqual({
        id: 'early',
        ran: { one: 'asked', two: 'answered' },
        asked: 1,
      });
    },
  );

  test('in the request half of a function, to the END, leaves out the later functions too', async () => {
    expect(await outcome(['one', early(`, { skipTo: 'END' }`)])).toEqual({
      id: 'early',
      ran: { one: 'asked' },
      asked: 0,
    });
  });

  test('in the response half of a function is its result; to the END, the last one', async () => {
    const request = 'return { payload: {} };';
    expect(await outcome(['one', request, early()])).toEqual({
      id: 'early',
      ran: { one: 'answered', two: 'answered' },
      asked: 2,
    });
    expect(await outcome(['one', request, early(`, { skipTo: 'END' }`)])).toEqual({
      id: 'early',
      ran: { one: 'answered' },
      asked: 1,
    });
  });

  test('in the last half gives the value of the field', async () => {
    const { body } = await ask([await step('one')], {
      response: `${early()} return { id: 'late' };`,
    });
    expect(body).toEqual({ data: { thing: { id: 'early', text: null, json: null } } });
  });
});

describe('an event from a function of a pipeline', () => {
  const taken: string[] = [];
  const takes: DataSource = {
    kind: 'AWS_LAMBDA',
    invoke: () => Promise.reject(new Error('nobody waits for it')),
    enqueue: event => (event.includes('"n":13') ? 'It is too large.' : void taken.push(event)),
  };
  let api: Awaited<ReturnType<typeof createApi>>;
  beforeAll(async () => {
    api = await createApi({
      sdl,
      dataSources: { none: { kind: 'NONE' }, worker: takes },
      functions: [
        await step('insert', {
          response: `ctx.stash.job = { id: 'job ' + ctx.result.n }; return ctx.stash.job;`,
        }),
        await step('work', {
          dataSource: 'worker',
          request: `return { operation: 'Invoke', invocationType: 'Event', payload: { job: ctx.prev.result.id, n: ctx.args.n } };`,
          response: `util.error('nobody runs this');`,
        }),
      ],
      resolvers: [
        await pipeline('Mutation.start', ['insert', 'work'], {
          response: `return { id: ctx.stash.job.id, text: JSON.stringify(ctx.prev) };`,
        }),
      ],
    });
  });

  test('is handed over: the next half finds null, and what the stash kept is the answer', async () => {
    expect(await api.ask('mutation { start(n: 5) { id text } }')).toEqual({
      data: { start: { id: 'job 5', text: '{"result":null}' } },
    });
    expect(taken).toEqual(['{"job":"job 5","n":5}']);
  });

  test('that is not taken stops the pipeline', async () => {
    expect(await api.ask('mutation { start(n: 13) { id } }')).toMatchObject({
      data: { start: null },
      errors: [{ path: ['start'], message: 'It is too large.' }],
    });
  });
});

test('siblings go through a pipeline together: one batch for each of its steps', async () => {
  const lambda = fakeFunction(events => events);
  const batched = (name: string) =>
    step(name, {
      dataSource: 'api',
      maxBatchSize: 10,
      request: `return { operation: 'BatchInvoke', payload: '${name} ' + (ctx.prev.result ?? ctx.source.id) };`,
    });
  const api = await createApi({
    sdl,
    dataSources: { none: { kind: 'NONE' }, api: lambda.dataSource },
    functions: [
      await batched('one'),
      await batched('two'),
      await step('list', { response: `return [{ id: 1 }, { id: 2 }, { id: 3 }];` }),
    ],
    resolvers: [
      await pipeline('Query.things', ['list']),
      await pipeline('Thing.slow', ['one', 'two'], { request: 'return null;' }),
    ],
  });
  const answer = await api.execute({ query: '{ things { slow } }' }, { identity: admin });
  expect(JSON.parse(JSON.stringify(answer.body))).toEqual({
    data: { things: [1, 2, 3].map(n => ({ slow: `two one ${n}` })) },
  });
  expect(lambda.events).toEqual([
    ['one 1', 'one 2', 'one 3'],
    ['two one 1', 'two one 2', 'two one 3'],
  ]);
  expect(answer.trace.calls.map(({ field, fields }) => [field, fields])).toEqual([
    ['Thing.slow', 3],
    ['Thing.slow', 3],
  ]);
});
