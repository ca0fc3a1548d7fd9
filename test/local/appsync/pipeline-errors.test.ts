import { describe, expect, onTestFinished, test } from 'vitest';
import { type DataSource } from '../../../local/appsync/data-source.ts';
import { ask, pipeline, sdl, step } from './pipeline-support.ts';
import { createApi, fakeFunction, failed, messages } from './support.ts';

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
