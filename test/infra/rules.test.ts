import { afterAll, beforeAll, expect, test } from 'vitest';
import { rules } from '../../build/rules.ts';
import { openWorkshop, type Synthesis, type Workshop } from './synthesis.ts';

let workshop: Workshop;
let made: Synthesis;

beforeAll(async () => {
  workshop = await openWorkshop();
  made = workshop.synthesise({ profile: 'prod' });
});
afterAll(() => workshop.close());

/** The rule of this name, and its target. */
function ruleNamed(name: string) {
  const [rule, ...others] = made
    .of('AWS::Events::Rule')
    .filter(({ Properties }) => Properties['Name'] === name);
  if (!rule || others.length > 0) throw new Error(`expected one rule ${name}`);
  const targets = rule.Properties['Targets'] as readonly Record<string, unknown>[];
  expect(targets).toHaveLength(1);
  return { ...rule, target: targets[0] ?? {} };
}

test.for(rules)('P-25: $name calls the API as a role that may call its one field', rule => {
  const { stack, Properties, target } = ruleNamed(`MeetAssist-${rule.name}`);
  expect(Properties['State']).toBe(rule.enabled ? 'ENABLED' : 'DISABLED');
  expect(target).toMatchObject({
    AppSyncParameters: { GraphQLOperation: rule.target.document },
  });
  const statements = made.statementsOf(stack, target['RoleArn']);
  expect(statements).toHaveLength(1);
  const [{ Action, Resource } = { Action: '', Resource: '' }] = statements;
  expect(Action).toBe('appsync:GraphQL');
  expect(made.text(Resource)).toMatch(
    new RegExp(`:apis/[A-Za-z0-9.]+/types/Mutation/fields/${rule.target.mutation}$`),
  );
});

test('what the API could not be brought to take is tried three times, and then kept in a queue', () => {
  for (const { name } of rules) {
    const { stack, target } = ruleNamed(`MeetAssist-${name}`);
    expect(target['RetryPolicy']).toEqual({
      MaximumEventAgeInSeconds: 300,
      MaximumRetryAttempts: 2,
    });
    const { Arn } = target['DeadLetterConfig'] as Record<string, unknown>;
    expect(made.text(Arn)).toBe(`${made.single('AWS::SQS::Queue', stack).id}.Arn`);
  }
});

test('runs are told of by records that came into the data bucket, with their keys', () => {
  const { Properties, target } = ruleNamed('MeetAssist-ArchiveRuns');
  const pattern = Properties['EventPattern'] as {
    readonly detail: { readonly bucket: { readonly name: readonly unknown[] } };
  };
  expect(pattern).toMatchObject({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { object: { key: [{ prefix: 'metadata/runs/' }] } },
  });
  const bucket = made.single('AWS::S3::Bucket', 'Data');
  expect(pattern.detail.bucket.name.map(made.text)).toEqual([bucket.id]);
  expect(bucket.Properties['NotificationConfiguration']).toEqual({
    EventBridgeConfiguration: { EventBridgeEnabled: true },
  });
  expect(target['InputTransformer']).toEqual({
    InputPathsMap: { 'detail-object-key': '$.detail.object.key' },
    InputTemplate: '{"key":<detail-object-key>}',
  });
});

test('the schedule goes off every five minutes once it is on, without variables; it is made off', () => {
  const { Properties, target } = ruleNamed('MeetAssist-ArchiveSchedule');
  expect(Properties).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'DISABLED' });
  expect(target['Input']).toBe('{}');
});

test('the schedule is switched by a function outside the VPC that may touch this one rule', () => {
  const { stack, Properties } = made.functionNamed('schedule');
  expect(Properties).not.toHaveProperty('VpcConfig');
  const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
  expect(Variables['SCHEDULE_RULE']).toBe('MeetAssist-ArchiveSchedule');
  const statements = made
    .statementsOf(stack, Properties['Role'])
    .filter(({ Action }) => [Action].flat().some(each => each.startsWith('events:')));
  expect(statements).toHaveLength(1);
  expect(statements[0]?.Action).toEqual([
    'events:DescribeRule',
    'events:DisableRule',
    'events:EnableRule',
  ]);
  expect(made.text(statements[0]?.Resource)).toMatch(
    /:events:.*:rule\/MeetAssist-ArchiveSchedule$/,
  );
});
