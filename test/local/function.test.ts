import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Container, type ContainerOptions } from '../../local/lambda/container.ts';
import {
  startFunction,
  type FunctionOptions,
  type LambdaFunction,
} from '../../local/lambda/function.ts';
import { startProcess } from '../../local/lambda/process-container.ts';
import { startThread } from '../../local/lambda/thread-container.ts';

/** One handler whose event says what it shall do. */
const HANDLER = `
import { channel } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
const statements = channel('meetassist:statement');
let calls = 0;
class Refusal extends Error { name = 'Refusal'; }
const does = {
  echo: event => event.value,
  nothing: () => undefined,
  count: () => ++calls,
  env: () => process.env,
  context: (event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() }),
  refuse: () => { throw new Refusal('not today'); },
  throwText: () => { throw 'a text'; },
  bigint: () => 1n,
  large: event => 'ä'.repeat(event.characters),
  sleep: event => sleep(event.ms, event.ms),
  hang: () => new Promise(() => {}),
  spin: () => { for (;;); },
  exit: () => process.exit(7),
  later: () => { setTimeout(() => process.exit(3), 5); },
  reject: () => { void Promise.reject(new Error('nobody listens')); return sleep(1000); },
  statements: event => event.names.forEach((name, rows) => statements.publish({ name, milliseconds: 1, rows })),
  print: () => { console.log('one line'); console.error('another'); },
  now: () => ({ now: Date.now(), constructed: new Date().getTime(), called: typeof Date(),
    given: new Date(2020, 0).getFullYear(), isDate: new Date() instanceof Date, utc: Date.UTC(1970, 0, 2) }),
};
export const handler = async (event, context) => does[event.do](event, context);
`;

let folder: string;
let startContainer: (options: ContainerOptions) => Container;
const started: LambdaFunction[] = [];
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-function-'));
  writeFileSync(path.join(folder, 'handler.mjs'), HANDLER);
  writeFileSync(path.join(folder, 'broken.mjs'), "throw new TypeError('no settings');");
  writeFileSync(path.join(folder, 'empty.mjs'), 'export const other = 1;');
});
afterEach(() => Promise.all(started.splice(0).map(each => each.close())));
afterAll(() => rmSync(folder, { recursive: true }));

function start(options: Partial<FunctionOptions> = {}): LambdaFunction {
  const file = path.join(folder, 'handler.mjs');
  const log = () => {};
  const made = startFunction({
    name: 'api',
    file,
    env: {},
    timeoutMs: 5_000,
    memoryMb: 128,
    log,
    startContainer,
    ...options,
  });
  started.push(made);
  return made;
}

function call(to: LambdaFunction, event: Record<string, unknown>) {
  return to.invoke(JSON.stringify(event));
}

async function payloadOf(to: LambdaFunction, event: Record<string, unknown>): Promise<unknown> {
  const invocation = await call(to, event);
  if (!invocation.ok) throw new Error(`${invocation.errorType}: ${invocation.errorMessage}`);
  return JSON.parse(invocation.payload);
}

describe.each([
  ['threads', startThread],
  ['processes', startProcess],
] as const)('containers that are %s', (_, kind) => {
  beforeAll(() => {
    startContainer = kind;
  });

  test('an answer is the JSON text of what the handler returns', async () => {
    const api = start();
    const value = { name: 'Nguyễn Thị Đào', list: [1, null, '🙂'] };
    expect(await payloadOf(api, { do: 'echo', value })).toEqual(value);
    expect(await call(api, { do: 'nothing' })).toMatchObject({
      ok: true,
      payload: 'null',
      functionName: 'api',
    });
  });

  test.for([
    ['refuse', 'Refusal', 'not today'],
    ['throwText', 'string', 'a text'],
    ['bigint', 'Runtime.MarshalError', 'Unable to stringify response body'],
  ] as const)('a handler that does "%s" answers %s', async ([what, errorType, errorMessage]) => {
    const invocation = await call(start(), { do: what });
    expect(invocation).toMatchObject({ ok: false, errorType, errorMessage });
  });

  test('a container is kept warm between calls', async () => {
    const api = start();
    expect(await payloadOf(api, { do: 'count' })).toBe(1);
    expect(await payloadOf(api, { do: 'count' })).toBe(2);
  });

  test('the handler sees the environment it was given and nothing of ours', async () => {
    process.env['MEETASSIST_OUTSIDE'] = 'seen';
    const env = await payloadOf(start({ env: { DATABASE_HOST: 'here' } }), { do: 'env' });
    delete process.env['MEETASSIST_OUTSIDE'];
    expect(env).toEqual({
      ...(startContainer === startProcess && {
        AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: 'handler.handler',
      }),
      AWS_LAMBDA_FUNCTION_NAME: 'api',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_REGION: 'local',
      DATABASE_HOST: 'here',
    });
  });

  test('the context is that of Lambda, with a new request id for each call', async () => {
    const api = start({ memoryMb: 256 });
    const first = await payloadOf(api, { do: 'context' });
    const second = await payloadOf(api, { do: 'context' });
    expect(first).toMatchObject({
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'api',
      memoryLimitInMB: '256',
      callbackWaitsForEmptyEventLoop: true,
    });
    expect(first).toHaveProperty('remaining', expect.closeTo(5_000, -3));
    expect(second).not.toHaveProperty('awsRequestId', Object(first).awsRequestId);
  });

  test('a call that takes too long ends its container, and the next call gets a new one', async () => {
    for (const what of ['hang', 'spin']) {
      const api = start({ timeoutMs: 300 });
      await payloadOf(api, { do: 'count' });
      const invocation = await call(api, { do: what });
      expect(invocation).toMatchObject({
        ok: false,
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.30 seconds$/,
        ),
      });
      expect(invocation.milliseconds).toBeGreaterThan(290);
      expect(await payloadOf(api, { do: 'count' })).toBe(1);
    }
  });

  test('a container that dies answers Runtime.ExitError and is replaced', async () => {
    const api = start();
    expect(await call(api, { do: 'exit' })).toMatchObject({
      ok: false,
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(
        /^RequestId: .+ Error: Runtime exited with error: exit status 7$/,
      ),
    });
    expect(await call(api, { do: 'reject' })).toMatchObject({
      ok: false,
      errorType: 'Runtime.ExitError',
    });
    expect(await payloadOf(api, { do: 'count' })).toBe(1);
  });

  test('a container that dies between two calls costs no call', async () => {
    const api = start({ maxContainers: 1 });
    await call(api, { do: 'later' });
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(await payloadOf(api, { do: 'count' })).toBe(1);
  });

  test('a handler that does not load tells every caller why, and warm() says it in a sentence', async () => {
    const broken = start({ file: path.join(folder, 'broken.mjs') });
    const both = await Promise.all([call(broken, {}), call(broken, {})]);
    const failure = { ok: false, errorType: 'TypeError', errorMessage: 'no settings' };
    expect(both).toMatchObject([failure, failure]);
    await expect(start({ file: path.join(folder, 'empty.mjs') }).warm()).rejects.toThrow(
      /^The function api does not start: Error: .*empty\.mjs exports no function named handler$/,
    );
  });

  test('calls beyond the containers wait, and are answered in the order in which they came', async () => {
    const api = start({ maxContainers: 1 });
    const order: number[] = [];
    const calls = [30, 20, 10].map(async (ms, index) => {
      await payloadOf(api, { do: 'sleep', ms });
      order.push(index);
    });
    await Promise.all(calls);
    expect(order).toEqual([0, 1, 2]);
  });

  test('four slow calls run side by side', async () => {
    const api = start({ maxContainers: 4 });
    const counts = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        await payloadOf(api, { do: 'sleep', ms: 300 });
        return payloadOf(api, { do: 'count' });
      }),
    );
    expect(counts).toEqual([1, 1, 1, 1]);
  });

  test('statements that the handler runs are told with their call and only with it', async () => {
    const api = start();
    const names = ['appointment.page', 'appointment.count'];
    const first = await call(api, { do: 'statements', names });
    const second = await call(api, { do: 'nothing' });
    expect(first.statements).toEqual([
      { name: 'appointment.page', milliseconds: 1, rows: 0 },
      { name: 'appointment.count', milliseconds: 1, rows: 1 },
    ]);
    expect(second.statements).toEqual([]);
  });

  test('the clock of the handler can be moved, in containers that run and in those to come', async () => {
    const api = start({ maxContainers: 2 });
    await api.warm();
    const dayMs = 86_400_000;
    api.setClockOffset(-400 * dayMs);
    const asked = Date.now();
    const both = await Promise.all([payloadOf(api, { do: 'now' }), payloadOf(api, { do: 'now' })]);
    for (const clock of both) {
      expect(clock).toEqual({
        now: expect.closeTo(asked - 400 * dayMs, -4),
        constructed: expect.closeTo(asked - 400 * dayMs, -4),
        called: 'string',
        given: 2020,
        isDate: true,
        utc: dayMs,
      });
    }
    expect(Math.abs(Date.now() - asked)).toBeLessThan(60_000);
  });

  test('what the handler prints is passed on by lines', async () => {
    const lines: string[] = [];
    const api = start({ log: line => lines.push(line) });
    await call(api, { do: 'print' });
    await expect.poll(() => [...lines].sort()).toEqual(['another', 'one line']);
  });

  test('events and answers beyond 6 MB are refused in the words of Lambda', async () => {
    const api = start();
    expect(await api.invoke('"' + 'ä'.repeat(3_200_000) + '"')).toMatchObject({
      ok: false,
      errorType: 'RequestEntityTooLargeException',
      errorMessage:
        '6400002 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)',
    });
    expect(await call(api, { do: 'large', characters: 3_200_000 })).toMatchObject({
      ok: false,
      errorType: 'Function.ResponseSizeTooLarge',
    });
  });

  test('closing answers every call that is under way or waits', async () => {
    const api = start({ maxContainers: 1 });
    await api.warm();
    const calls = [call(api, { do: 'hang' }), call(api, { do: 'hang' })];
    await api.close();
    const exit = { ok: false, errorType: 'Runtime.ExitError' };
    expect(await Promise.all(calls)).toMatchObject([exit, exit]);
    expect(await call(api, { do: 'count' })).toMatchObject(exit);
  });
});
