import { describe, expect, test } from 'vitest';
import { type BundledFunction } from '../../../local/appsync/resolvers.ts';
import { ask, pipeline, sdl, step } from './pipeline-support.ts';
import { createApi } from './support.ts';

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
