import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type DataSource } from '../../../local/appsync/data-source.ts';
import { type BundledFunction, type BundledResolver } from '../../../local/appsync/resolvers.ts';
import { admin, bundle, createApi, fakeFunction, failed, messages } from './support.ts';

const sdl = `
  type Query { thing(n: Int): Thing, things: [Thing] }
  type Mutation { start(n: Int): Thing @aws_iam @aws_cognito_user_pools }
  type Thing @aws_iam @aws_cognito_user_pools { id: ID, text: String, json: AWSJSON, slow: String }
`;

const utils = "import { util, runtime, extensions } from '@aws-appsync/utils';";

interface Halves {
  readonly request?: string;
  readonly response?: string;
}

const codeOf = ({ request = 'return {};', response = 'return ctx.result;' }: Halves) =>
  bundle(`${utils}
    export function request(ctx) { ${request} }
    export function response(ctx) { ${response} }`);

/** A function of pipelines; without halves of its own it hands its payload to the data source. */
async function step(
  name: string,
  halves: Halves & { readonly dataSource?: string; readonly maxBatchSize?: number } = {},
): Promise<BundledFunction> {
  const { dataSource = 'none', maxBatchSize, ...rest } = halves;
  const request = `return { operation: 'Invoke', payload: { step: '${name}', n: ctx.args.n } };`;
  const code = await codeOf({ request, ...rest });
  return { name, dataSource, code, ...(maxBatchSize && { maxBatchSize }) };
}

async function pipeline(
  field: `${string}.${string}`,
  functions: readonly string[],
  halves: Halves = {},
): Promise<BundledResolver> {
  const [typeName = '', fieldName = ''] = field.split('.');
  const code = await codeOf({ response: 'return ctx.prev.result;', ...halves });
  return { typeName, fieldName, functions, code };
}

/** Asks for `thing` over some functions; the answer of it and whatever its function was sent. */
async function ask(
  steps: readonly BundledFunction[],
  halves: Halves = {},
  { answer = (event: unknown) => event, query = '{ thing(n: 7) { id text json } }' } = {},
) {
  const lambda = fakeFunction(answer);
  const api = await createApi({
    sdl,
    dataSources: { none: { kind: 'NONE' }, api: lambda.dataSource },
    functions: steps,
    resolvers: [
      await pipeline(
        'Query.thing',
        steps.map(({ name }) => name),
        halves,
      ),
    ],
  });
  return { body: await api.ask(query), events: lambda.events };
}

describe('the functions of a pipeline', () => {
  test('run in their order, between the halves of the resolver, each with what the one before came to', async () => {
    const trail = (name: string) => ({
      request: `return { payload: (ctx.prev.result.trail ?? '') + '${name}?' };`,
      response: `return { trail: ctx.result + '${name}!' };`,
    });
    const { body } = await ask([await step('one', trail('one')), await step('two', trail('two'))], {
      request: `return { trail: 'before ' };`,
      response: `return { id: 1, text: ctx.prev.result.trail + ' after' };`,
    });
    expect(body).toEqual({
      data: { thing: { id: '1', text: 'before one?one!two?two! after', json: null } },
    });
  });

  test('each ask a data source of their own', async () => {
    const { body, events } = await ask(
      [
        await step('here'),
        await step('there', {
          dataSource: 'api',
          request: `return { operation: 'Invoke', payload: ctx.prev.result };`,
        }),
      ],
      {},
      { answer: event => ({ id: 'answered', text: JSON.stringify(event) }) },
    );
    expect(events).toEqual([{ step: 'here', n: 7 }]);
    expect(body).toEqual({
      data: { thing: { id: 'answered', text: '{"step":"here","n":7}', json: null } },
    });
  });

  test('may be of several pipelines, and one may come twice in a pipeline', async () => {
    const add = await step('add', {
      request: `return { payload: ctx.prev.result + 1 };`,
      response: 'return ctx.result;',
    });
    const api = await createApi({
      sdl,
      functions: [add],
      resolvers: [
        await pipeline('Query.thing', ['add', 'add', 'add'], {
          request: 'return ctx.args.n;',
          response: 'return { id: ctx.prev.result };',
        }),
        await pipeline('Query.things', ['add'], {
          request: 'return 0;',
          response: 'return [{ id: ctx.prev.result }];',
        }),
      ],
    });
    expect(await api.ask('{ thing(n: 4) { id } things { id } }')).toEqual({
      data: { thing: { id: '7' }, things: [{ id: '1' }] },
    });
  });

  test('may be none at all: the halves alone', async () => {
    const { body } = await ask([], {
      request: `return { id: ctx.args.n };`,
      response: `return { id: ctx.prev.result.id, text: String(ctx.result.id) };`,
    });
    expect(body).toEqual({ data: { thing: { id: '7', text: '7', json: null } } });
  });

  test('at most ten; what does not exist or load is named, all at once', async () => {
    const never = (change: { functions?: BundledFunction[]; names?: string[] }) =>
      pipeline('Query.thing', change.names ?? ['one']).then(resolver =>
        createApi({ sdl, functions: change.functions ?? [], resolvers: [resolver] }).then(
          () => 'it loads',
          (cause: Error) => cause.message,
        ),
      );
    const one = await step('one');
    expect(await never({ functions: [one], names: Array.from({ length: 10 }, () => 'one') })).toBe(
      'it loads',
    );
    expect(
      await never({ functions: [one], names: Array.from({ length: 11 }, () => 'one') }),
    ).toContain('it has 11 functions; AppSync takes at most 10');
    expect(await never({})).toBe(
      'The resolver of Query.thing does not load: its function "one" does not exist or does not load.',
    );
    const long = await step('one', { request: `return ctx.args; /*! ${'x'.repeat(33_000)} */` });
    expect(
      await never({
        functions: [
          { ...one, dataSource: 'nowhere' },
          { ...one, name: 'a-dash' },
          { ...long, name: 'long' },
        ],
      }).then(message => message.split('\n')),
    ).toEqual([
      'The function one does not load: its data source "nowhere" does not exist; there are: none.',
      'The function a-dash does not load: its name may have letters, digits and underscores only, and no digit first.',
      expect.stringContaining('AppSync takes at most 32768 after bundling'),
      'The resolver of Query.thing does not load: its function "one" does not exist or does not load.',
    ]);
    expect(await never({ functions: [one, one] })).toContain('there are two of them');
  });
});

describe('ctx in a pipeline', () => {
  const show = (expression: string) => ({
    request: `return { payload: null };`,
    response: `return { text: JSON.stringify(${expression}) };`,
  });
  const seen = async (...asked: Parameters<typeof ask>): Promise<unknown> => {
    const { body } = await ask(...asked);
    const { thing } = body.data as { thing: { text: string } };
    return JSON.parse(thing.text);
  };

  test('has one stash for all halves, and arguments of its own for each function', async () => {
    const write = (key: string) => ({
      request: `ctx.stash.${key} = (ctx.stash.before ?? 0) + 1; ctx.args.n = 'changed'; return { payload: 1 };`,
    });
    expect(
      await seen([await step('one', write('one')), await step('two', write('two'))], {
        request: 'ctx.stash.before = 1; return {};',
        response:
          'ctx.stash.after = ctx.args.n; return { text: JSON.stringify({ stash: ctx.stash, same: ctx.args === ctx.arguments }) };',
      }),
    ).toEqual({ stash: { before: 1, one: 2, two: 2, after: 7 }, same: true });
  });

  test('has the result of the function itself in ctx.result, and of the one before in ctx.prev', async () => {
    const first = await step('first', { response: `return { first: ctx.result.n };` });
    expect(
      await seen([first, await step('second', show('{ prev: ctx.prev, result: ctx.result }'))]),
    ).toEqual({ prev: { result: { first: 7 } }, result: null });
  });

  test('has in the last half the result of the last function under both names', async () => {
    const last = await step('last', { response: `return { id: 5 };` });
    expect(
      await seen([last], {
        response: 'return { text: JSON.stringify([ctx.prev.result, ctx.result]) };',
      }),
    ).toEqual([{ id: 5 }, { id: 5 }]);
  });

  test('names the field that is resolved, with its selection, in functions too', async () => {
    const info = `{ field: ctx.info.fieldName, type: ctx.info.parentTypeName, list: ctx.info.selectionSetList, source: ctx.source }`;
    expect(await seen([await step('one', show(info))])).toEqual({
      field: 'thing',
      type: 'Query',
      list: ['id', 'text', 'json'],
    });
  });

  test('gives each function a copy of what was before it', async () => {
    const change = await step('change', {
      request: `ctx.stash.mine = ctx.prev.result; ctx.prev.result.n = 'changed'; return { payload: {} };`,
      response: `return ctx.stash.before;`,
    });
    expect(
      await seen([change], {
        request: 'ctx.stash.before = { n: 1 }; return ctx.stash.before;',
        response: 'return { text: JSON.stringify([ctx.prev.result, ctx.stash.mine]) };',
      }),
    ).toEqual([{ n: 1 }, { n: 'changed' }]);
  });

  test('counts the rounds of loops for each function on its own', async () => {
    const looping = {
      request: 'let n = 0; for (const each of ctx.stash.list) n += 1; return { payload: n };',
    };
    const { body } = await ask([await step('one', looping), await step('two', looping)], {
      request: `const ten = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
          ctx.stash.list = ten.flatMap(() => ten.flatMap(() => ten)).slice(0, 900); return {};`,
      response: 'return { id: ctx.prev.result };',
    });
    expect(body).toEqual({ data: { thing: { id: '900', text: null, json: null } } });
  });
});

describe('an error in a pipeline', () => {
  const nobody = { response: `util.error('nobody runs this');` };

  test.for([
    ['before the functions', {}, { request: `util.error('no', 'Refused', null, { why: 1 });` }],
    [
      'in the request half of one',
      { request: `util.error('no', 'Refused', null, { why: 1 });` },
      {},
    ],
    [
      'in the response half of one',
      { response: `util.error('no', 'Refused', null, { why: 1 });` },
      {},
    ],
  ] as const)('%s stops it: no later half runs', async ([, first, halves]) => {
    const { body } = await ask(
      [await step('first', first), await step('second', { request: `util.error('too far');` })],
      { ...nobody, ...halves },
    );
    expect(body).toEqual({
      data: { thing: null },
      errors: [
        {
          path: ['thing'],
          data: null,
          errorType: 'Refused',
          errorInfo: { why: 1 },
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: 'no',
        },
      ],
    });
  });

  test('that is appended lets it go on, and stands beside the data', async () => {
    const { body } = await ask(
      [
        await step('first', { response: `util.appendError('first', 'A'); return 1;` }),
        await step('second', {
          request: `util.appendError('second', 'B'); return { payload: 2 };`,
        }),
      ],
      {
        request: `util.appendError('before', 'C'); return {};`,
        response: `util.appendError('after', 'D'); return { id: ctx.prev.result };`,
      },
    );
    expect(body).toMatchObject({ data: { thing: { id: '2' } } });
    expect(messages(body)).toEqual(['before', 'first', 'second', 'after']);
  });

  test('that was appended before one that stops it is told too', async () => {
    const { body } = await ask([
      await step('first', { response: `util.appendError('first'); return 1;` }),
      await step('second', { request: `util.error('second');` }),
    ]);
    expect(body.data).toEqual({ thing: null });
    expect(messages(body)).toEqual(['first', 'second']);
  });

  test('of a data source is in ctx.error of its function only, and swallowed unless that raises it', async () => {
    const failing: DataSource = {
      kind: 'AWS_LAMBDA',
      invoke: () => Promise.resolve(failed('Error', 'it broke')),
    };
    const api = await createApi({
      sdl,
      dataSources: { none: { kind: 'NONE' }, api: failing },
      functions: [
        await step('failing', {
          dataSource: 'api',
          response: 'return { error: ctx.error, result: ctx.result };',
        }),
        await step('next', {
          request: 'return { payload: { before: ctx.prev.result, error: ctx.error ?? "none" } };',
        }),
      ],
      resolvers: [
        await pipeline('Query.thing', ['failing', 'next'], {
          response: 'return { json: ctx.prev.result, text: ctx.error ? "error" : "none" };',
        }),
      ],
    });
    const { data } = await api.ask('{ thing { json text } }');
    const { thing } = data as { thing: { json: string; text: string } };
    expect(JSON.parse(thing.json)).toEqual({
      before: {
        error: { message: 'it broke', type: 'Lambda:Unhandled', unhandledErrorType: 'Error' },
        result: null,
      },
      error: 'none',
    });
    expect(thing.text).toBe('none');
  });

  test('of the code names its place in the function, whichever it is', async () => {
    // vitest formats the stacks of every context, with methods that a hardened one lacks.
    const { prepareStackTrace } = Error;
    Reflect.deleteProperty(Error, 'prepareStackTrace');
    onTestFinished(() => {
      if (prepareStackTrace) Error.prepareStackTrace = prepareStackTrace;
    });
    for (const place of ['before', 'function', 'after']) {
      const fails = (here: string) => (place === here ? { request: 'return ctx.nothing.at;' } : {});
      const { body } = await ask([await step('one', fails('function'))], {
        ...fails('before'),
        ...(place === 'after' && { response: 'return ctx.nothing.at;' }),
      });
      expect(body.data).toEqual({ thing: null });
      expect(body.errors).toMatchObject([
        { errorType: 'Code', message: expect.stringMatching(/^code\.js:\d+:\d+: TypeError/) },
      ]);
    }
  });

  test('when a request half answers with nothing that can be asked', async () => {
    const { body } = await ask(
      [await step('one', { dataSource: 'api', request: 'return {};' })],
      nobody,
    );
    expect(body).toMatchObject({
      data: { thing: null },
      errors: [
        { errorType: 'MappingTemplate', message: "Value for field '$[operation]' not found." },
      ],
    });
  });

  test('when a function comes to what JSON cannot hold', async () => {
    const { body } = await ask(
      [await step('one', { response: 'const a = {}; a.self = a; return a;' })],
      nobody,
    );
    expect(body).toMatchObject({
      data: { thing: null },
      errors: [{ errorType: 'Code', message: expect.stringContaining('circular') }],
    });
  });
});

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

test('when the time of the request is over, the next function is not asked any more', async () => {
  const answer = Promise.withResolvers<number>();
  const lambda = fakeFunction(() => answer.promise);
  const api = await createApi({
    sdl,
    dataSources: { api: lambda.dataSource },
    functions: [await step('one', { dataSource: 'api' }), await step('two', { dataSource: 'api' })],
    resolvers: [await pipeline('Query.thing', ['one', 'two'])],
    limits: { requestTimeoutMs: 1 },
  });
  expect(await api.ask('{ thing { id } }')).toMatchObject({
    data: { thing: null },
    errors: [{ errorType: 'ExecutionTimeout', message: 'Execution timed out.' }],
  });
  answer.resolve(1);
  // Longer than the answer needs to come back, were anybody still waiting for it.
  for (let turn = 0; turn < 10; turn += 1) await new Promise(resolve => setImmediate(resolve));
  expect(lambda.events).toEqual([{ step: 'one' }]);
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

describe('ctx.env', () => {
  const show = { response: `return { json: ctx.env, text: ctx.env.STAGE };` };
  const withEnvironment = async (environment: Record<string, string>, halves: Halves = show) =>
    createApi({ sdl, environment, resolvers: [await pipeline('Query.thing', [], halves)] });

  test('holds the variables of the API, in resolvers and functions', async () => {
    const api = await createApi({
      sdl,
      environment: { STAGE: 'test', bucket_1: 'b' },
      functions: [await step('one', { response: `return ctx.env.bucket_1 + ctx.env.STAGE;` })],
      resolvers: [
        await pipeline('Query.thing', ['one'], {
          response: `return { json: ctx.env, text: ctx.prev.result };`,
        }),
      ],
    });
    expect(await api.ask('{ thing { json text } }')).toEqual({
      data: { thing: { json: '{"STAGE":"test","bucket_1":"b"}', text: 'btest' } },
    });
  });

  test('cannot be changed', async () => {
    const api = await withEnvironment(
      { STAGE: 'test' },
      { request: `ctx.env.STAGE = 'changed'; return {};`, ...show },
    );
    const { data, errors } = await api.ask('{ thing { text } }');
    expect(data).toEqual({ thing: null });
    expect(errors).toMatchObject([{ errorType: 'Code' }]);
  });

  test.for([
    [{ x: 'short' }, 'The environment variable "x" needs another name'],
    [{ '1st': '' }, 'The environment variable "1st" needs another name'],
    [{ 'a-b': '' }, 'The environment variable "a-b" needs another name'],
    [{ LONG: 'x'.repeat(513) }, 'LONG has 513 characters; AppSync takes at most 512'],
    [
      Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`V${n}_`, ''])),
      'has 51 environment variables; AppSync takes at most 50',
    ],
  ] as const)('takes what the service takes, and no more: %#', async ([environment, sentence]) => {
    await expect(withEnvironment(environment)).rejects.toThrow(sentence);
  });
});
