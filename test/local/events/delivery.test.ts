import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { archiveScheduleRule, type NotifiedRule } from '../../../build/rules.ts';
import { event, scheduledEvent } from '../../../local/events/bus-event.ts';
import { createDelivery } from '../../../local/events/delivery.ts';
import { type GraphqlReply } from '../../../local/events/graphql-target.ts';

const AT = new Date('2026-11-20T02:35:00Z');
const tick = scheduledEvent('arn:rule', AT);
const done = { status: 200, text: '{"data":{}}' };

/** Answers in turn; the last for ever. An error stands for no answer. */
function delivery(answers: readonly (GraphqlReply | Error)[]) {
  const bodies: unknown[] = [];
  const pauses: number[] = [];
  const lines: string[] = [];
  const made = createDelivery({
    call: async (_rule, body) => {
      const answer = answers[Math.min(bodies.length, answers.length - 1)];
      bodies.push(body);
      if (!answer || answer instanceof Error) throw answer;
      return answer;
    },
    log: line => lines.push(line.replace(tick.id, '<id>')),
    wait: async ms => void pauses.push(ms),
  });
  return { ...made, bodies, pauses, lines };
}

/** Until nothing more happens: what is awaited here takes no time. */
async function settled({ bodies }: { readonly bodies: readonly unknown[] }): Promise<void> {
  for (let before = -1; before !== bodies.length;) {
    before = bodies.length;
    for (let i = 0; i < 20; i++) await turn();
  }
}

test('an event is sent once when it is answered, with the rule’s document', async () => {
  const made = delivery([done]);
  made.deliver(archiveScheduleRule, tick);
  await settled(made);
  expect(made.bodies).toEqual([{ query: archiveScheduleRule.target.document, variables: {} }]);
  expect([made.lines, made.pauses]).toEqual([[], []]);
});

test('variables come from the places in the event that the rule names; what is not there is null', async () => {
  const rule: NotifiedRule = {
    kind: 'object created',
    name: 'Announce',
    description: '',
    enabled: true,
    keyPrefix: 'metadata/runs/',
    target: {
      mutation: 'announce',
      document: 'mutation A($key: String!, $no: String) { announce(key: $key, no: $no) { id } }',
      variables: { key: '$.detail.object.key', no: '$.detail.constructor.name' },
    },
  };
  const made = delivery([done]);
  const detail = { object: { key: 'metadata/runs/"1".json' } };
  made.deliver(rule, event('aws.s3', 'Object Created', AT, [], detail));
  await settled(made);
  expect(made.bodies).toEqual([
    { query: rule.target.document, variables: { key: 'metadata/runs/"1".json', no: null } },
  ]);
});

test('failures of the service, throttling and silence are tried again, less and less often', async () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  const made = delivery([
    { status: 503, text: '' },
    { status: 429, text: '' },
    refused,
    { status: 500, text: '' },
    done,
  ]);
  made.deliver(archiveScheduleRule, tick);
  await settled(made);
  expect(made.bodies).toHaveLength(5);
  expect(made.pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(made.lines).toEqual([
    'rule ArchiveSchedule: status 503, again in 1 s',
    'rule ArchiveSchedule: status 429, again in 2 s',
    'rule ArchiveSchedule: no answer (ECONNREFUSED), again in 4 s',
    'rule ArchiveSchedule: status 500, again in 8 s',
  ]);
});

test('P-10: a refused field, such as RUN_IN_PROGRESS, is the end of it: told, never tried again', async () => {
  const text =
    '{"data":{"runArchive":null},"errors":[{"message":"Lan","errorType":"Conflict","errorInfo":{"reason":"RUN_IN_PROGRESS"}}]}';
  const made = delivery([{ status: 200, text }]);
  made.deliver(archiveScheduleRule, tick);
  await settled(made);
  expect(made.bodies).toHaveLength(1);
  expect(made.lines).toEqual(['rule ArchiveSchedule: runArchive answers Conflict/RUN_IN_PROGRESS']);
});

test('a request that is refused as a whole is given up at once', async () => {
  const made = delivery([{ status: 403, text: '' }]);
  made.deliver(archiveScheduleRule, tick);
  await settled(made);
  expect(made.bodies).toHaveLength(1);
  expect(made.lines).toEqual(['rule ArchiveSchedule: event <id> is given up: status 403']);
});

test('after a day of failures an event is given up', async () => {
  const made = delivery([{ status: 500, text: '' }]);
  made.deliver(archiveScheduleRule, tick);
  await settled(made);
  const waited = made.pauses.reduce((sum, ms) => sum + ms, 0);
  expect(waited).toBeGreaterThan(23 * 3_600_000);
  expect(waited).toBeLessThanOrEqual(24 * 3_600_000);
  expect(made.lines.at(-1)).toBe('rule ArchiveSchedule: event <id> is given up: status 500');
});

test('closing drops what waits, and nothing is taken any more', async () => {
  let calls = 0;
  const made = createDelivery({
    call: async () => {
      calls += 1;
      return { status: 500, text: '' };
    },
    log: () => {},
  });
  made.deliver(archiveScheduleRule, tick);
  await turn();
  await made.close();
  made.deliver(archiveScheduleRule, tick);
  await turn();
  expect(calls).toBe(1);
});
