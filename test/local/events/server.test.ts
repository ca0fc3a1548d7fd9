import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { archiveScheduleRule, type EventRule, type NotifiedRule } from '../../../build/rules.ts';
import { type BusEvent, event } from '../../../local/events/bus-event.ts';
import { type LocalEvents, openLocalEvents } from '../../../local/events/server.ts';
import { LOCAL_CREDENTIALS } from '../../../local/identity/sigv4.ts';
import { manualTime, type ManualTime } from './timers.ts';

const NAME = 'MeetAssist-ArchiveSchedule';
const runs: NotifiedRule = {
  kind: 'object created',
  name: 'Runs',
  description: 'Tells of runs',
  enabled: true,
  keyPrefix: 'metadata/runs/',
  target: { mutation: 'announce', document: '', variables: {} },
};

let directory: string;
let time: ManualTime;
let events: LocalEvents;
let delivered: { readonly rule: string; readonly event: BusEvent }[];

async function open(): Promise<LocalEvents> {
  return openLocalEvents({
    directory,
    rules: [archiveScheduleRule, runs],
    bucket: 'data',
    clock: time.now,
    timers: time.timers,
    credentials: LOCAL_CREDENTIALS,
    deliver: (rule: EventRule, heard) => delivered.push({ rule: rule.name, event: heard }),
  });
}

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-events-'));
  // Of another year than the machine's: clients must take the time from the server.
  time = manualTime('2025-03-05T02:30:00.000Z');
  delivered = [];
  events = await open();
});
afterEach(async () => {
  await events.close();
  await rm(directory, { recursive: true });
});

function client(credentials = LOCAL_CREDENTIALS): EventBridgeClient {
  return new EventBridgeClient({
    region: 'ap-southeast-1',
    endpoint: events.url,
    credentials,
    systemClockOffset: time.now().getTime() - Date.now(),
    maxAttempts: 1,
  });
}

describe('the AWS SDK reads and switches rules', () => {
  test('a schedule is described as EventBridge describes it', async () => {
    const { $metadata, ...rule } = await client().send(new DescribeRuleCommand({ Name: NAME }));
    expect($metadata.httpStatusCode).toBe(200);
    expect(rule).toEqual({
      Name: NAME,
      Arn: `arn:aws:events:ap-southeast-1:000000000000:rule/${NAME}`,
      Description: archiveScheduleRule.description,
      EventBusName: 'default',
      State: 'DISABLED',
      ScheduleExpression: 'rate(5 minutes)',
    });
  });

  test('rules are listed, by the beginning of their names', async () => {
    const namesOf = async (NamePrefix?: string) =>
      (await client().send(new ListRulesCommand({ NamePrefix }))).Rules?.map(({ Name }) => Name);
    expect(await namesOf()).toEqual([NAME, 'MeetAssist-Runs']);
    expect(await namesOf('MeetAssist-R')).toEqual(['MeetAssist-Runs']);
    expect(await namesOf('Other')).toEqual([]);
  });

  test('switched on it goes off every five minutes, switched off no more; switching twice changes nothing', async () => {
    time.pass(600_000);
    expect(delivered).toEqual([]);
    await client().send(new EnableRuleCommand({ Name: NAME }));
    time.pass(60_000);
    await client().send(new EnableRuleCommand({ Name: NAME }));
    time.pass(240_000);
    expect(delivered).toMatchObject([
      {
        rule: 'ArchiveSchedule',
        event: {
          source: 'aws.events',
          'detail-type': 'Scheduled Event',
          time: '2025-03-05T02:45:00Z',
          resources: [`arn:aws:events:ap-southeast-1:000000000000:rule/${NAME}`],
          detail: {},
        },
      },
    ]);
    await client().send(new DisableRuleCommand({ Name: NAME }));
    time.pass(3_600_000);
    expect(delivered).toHaveLength(1);
  });

  test('the clock may be set while clients are in use', async () => {
    const sdk = client();
    await sdk.send(new EnableRuleCommand({ Name: NAME }));
    time.set('2025-03-05T02:34:59.000Z');
    events.clockSet();
    await sdk.send(new DescribeRuleCommand({ Name: NAME }));
    expect(delivered).toEqual([]);
  });

  test('what is switched stays so over a restart, and the periods go on', async () => {
    await client().send(new EnableRuleCommand({ Name: NAME }));
    time.pass(120_000);
    await events.close();
    events = await open();
    const { State } = await client().send(new DescribeRuleCommand({ Name: NAME }));
    expect(State).toBe('ENABLED');
    time.pass(180_000);
    expect(delivered.map(each => each.event.time)).toEqual(['2025-03-05T02:35:00Z']);
  });
});

describe('what it refuses', () => {
  test.for([
    [
      new DescribeRuleCommand({ Name: 'Nobody' }),
      'ResourceNotFoundException',
      /Rule Nobody does not exist/,
    ],
    [
      new DescribeRuleCommand({ Name: NAME, EventBusName: 'other' }),
      'ResourceNotFoundException',
      /Event bus other/,
    ],
    [new DescribeRuleCommand({ Name: undefined }), 'ValidationException', /'name'/],
  ] as const)('%# is answered %s', async ([command, name, message]) => {
    await expect(client().send(command)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  test('an operation that it does not have, by name', async () => {
    await expect(client().send(new PutRuleCommand({ Name: 'New' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('PutRule is not one of the local EventBridge'),
    });
  });

  test.for([
    [{ secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
    [{ accessKeyId: 'AKIAUNKNOWN' }, 'UnrecognizedClientException'],
    [{ sessionToken: 'of another' }, 'UnrecognizedClientException'],
  ] as const)('credentials with %j', async ([wrong, name]) => {
    const sdk = client({ ...LOCAL_CREDENTIALS, ...wrong });
    await expect(sdk.send(new EnableRuleCommand({ Name: NAME }))).rejects.toMatchObject({ name });
    const { State } = await client().send(new DescribeRuleCommand({ Name: NAME }));
    expect(State).toBe('DISABLED');
  });

  test('a request without a signature', async () => {
    const headers = { 'x-amz-target': 'AWSEvents.EnableRule' };
    const body = JSON.stringify({ Name: NAME });
    const response = await fetch(events.url, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  test('a file of states that somebody damaged, with a sentence', async () => {
    const file = path.join(directory, 'rules.json');
    await events.close();
    const sound = readFileSync(file, 'utf8');
    for (const text of [
      '',
      '[]]',
      sound.replace('false', '"no"'),
      sound.replace(/"since": "/, '$&x'),
    ]) {
      writeFileSync(file, text);
      await expect(open()).rejects.toThrow(/rules\.json cannot be read; --reset starts afresh\./);
    }
    writeFileSync(file, sound);
    events = await open();
  });
});

describe('objects that were created', () => {
  const put = (source: string, type: string, key: unknown, bucket = 'data') =>
    events.put(event(source, type, time.now(), [], { bucket: { name: bucket }, object: { key } }));

  test('reach the rule whose prefix they begin with, and no other', () => {
    put('aws.s3', 'Object Created', 'metadata/runs/1.json');
    put('aws.s3', 'Object Created', 'metadata/archive_info.json');
    put('aws.s3', 'Object Deleted', 'metadata/runs/2.json');
    put('aws.s3', 'Object Created', 'metadata/runs/3.json', 'another');
    put('app', 'Object Created', 'metadata/runs/4.json');
    put('aws.s3', 'Object Created', 5);
    expect(delivered.map(({ rule, event: { detail } }) => [rule, detail['object']])).toEqual([
      ['Runs', { key: 'metadata/runs/1.json' }],
    ]);
  });

  test('reach nobody while the rule is off', async () => {
    await client().send(new DisableRuleCommand({ Name: 'MeetAssist-Runs' }));
    put('aws.s3', 'Object Created', 'metadata/runs/1.json');
    expect(delivered).toEqual([]);
  });
});
