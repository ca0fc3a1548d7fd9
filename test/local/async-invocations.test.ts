import { describe, expect, test } from 'vitest';
import { createAsyncInvocations } from '../../local/lambda/async-invocations.ts';
import { type Invocation } from '../../local/lambda/invocation.ts';

const base = { functionName: 'api', milliseconds: 1, statements: [] };
const fine: Invocation = { ...base, ok: true, payload: 'null' };
const broken: Invocation = {
  ...base,
  ok: false,
  errorType: 'Refusal',
  errorMessage: 'of mai@example.vn',
};

/** A queue over a function that answers with these one after the other, and waits for nothing. */
function queue(...answers: readonly Invocation[]) {
  const left = [...answers];
  const events: string[] = [];
  const pauses: number[] = [];
  const lines: string[] = [];
  const made = createAsyncInvocations({
    invoke: async event => {
      events.push(event);
      return left.shift() ?? fine;
    },
    log: line => lines.push(line),
    wait: async ms => void pauses.push(ms),
  });
  return { ...made, events, pauses, lines };
}

/** Everything that is ready to run has run. */
const settled = () => new Promise(resolve => setImmediate(resolve));

describe('an event that nobody waits for', () => {
  test('is delivered once when that succeeds', async () => {
    const { enqueue, events, pauses } = queue(fine);
    expect(enqueue('{"a":1}')).toBeUndefined();
    await settled();
    expect(events).toEqual(['{"a":1}']);
    expect(pauses).toEqual([]);
  });

  test('is tried three times, a minute and two minutes apart, and then dropped', async () => {
    const { enqueue, events, pauses, lines } = queue(broken, broken, broken, fine);
    enqueue('1');
    await settled();
    expect(events).toEqual(['1', '1', '1']);
    expect(pauses).toEqual([60_000, 120_000]);
    expect(lines).toEqual([
      'api: attempt 1 of an event failed (Refusal), again in 60 s',
      'api: attempt 2 of an event failed (Refusal), again in 120 s',
      'api: attempt 3 of an event failed (Refusal), the event is dropped',
    ]);
  });

  test('may have a megabyte and no more', () => {
    const { enqueue, events } = queue();
    expect(enqueue('x'.repeat(1_048_576))).toBeUndefined();
    expect(enqueue('x'.repeat(1_048_577))).toContain('too large for the Event invocation type');
    expect(events).toHaveLength(1);
  });

  test('is not tried again when the queue closes, which waits for what is under way', async () => {
    const invocation = Promise.withResolvers<Invocation>();
    let calls = 0;
    const { enqueue, close } = createAsyncInvocations({
      invoke: () => {
        calls += 1;
        return invocation.promise;
      },
      log: () => {},
    });
    enqueue('1');
    const closed = close();
    expect(enqueue('2')).toBe('The function was stopped.');
    invocation.resolve(broken);
    await closed;
    expect(calls).toBe(1);
  });

  test('does not keep a queue from closing while it waits for its next attempt', async () => {
    const { enqueue, close } = createAsyncInvocations({
      invoke: async () => broken,
      log: () => {},
    });
    enqueue('1');
    await settled();
    await close();
  });
});
