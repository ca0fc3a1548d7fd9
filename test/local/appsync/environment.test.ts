import { describe, expect, test } from 'vitest';
import { type Halves, pipeline, sdl, step } from './pipeline-support.ts';
import { createApi } from './support.ts';

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
