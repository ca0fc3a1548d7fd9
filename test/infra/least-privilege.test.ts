import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkshop, type Statement, type Synthesis, type Workshop } from './synthesis.ts';

let workshop: Workshop;
let made: Synthesis;
beforeAll(async () => {
  workshop = await openWorkshop();
  made = workshop.synthesise({ profile: 'prod' });
});
afterAll(() => workshop.close());

/** What is possible on `*` only, and where it is said why. */
const unnamed = [
  // constructs/node-function.ts: X-Ray has no resources to name.
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
  // constructs/node-function.ts: interfaces have no names before they are made.
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const log = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const trace = unnamed.filter(each => each.startsWith('xray:'));
const network = unnamed.filter(each => each.startsWith('ec2:'));

const actionsOf = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Action }) => [Action].flat()).toSorted();

test.for([
  ['api', [...log, ...trace, ...network, 'rds-db:connect']],
  [
    'archive',
    [
      ...[...log, ...trace, ...network, 'rds-db:connect', 'sqs:SendMessage'],
      ...['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
    ],
  ],
  [
    'loader',
    [
      ...[...log, ...trace, ...network, 'rds-db:connect', 'sqs:SendMessage'],
      ...['s3:GetObject', 's3:ListBucket'],
    ],
  ],
  [
    'schedule',
    [...log, ...trace, 'events:DescribeRule', 'events:DisableRule', 'events:EnableRule'],
  ],
  ['deployment', [...log, ...trace, 'lambda:InvokeFunction', 'secretsmanager:GetSecretValue']],
] as const)('P-25: the function %s may do what its code does, and no more', ([name, actions]) => {
  const { stack, Properties } = made.functionNamed(name);
  const statements = made.statementsOf(stack, Properties['Role']);
  expect(statements.filter(({ Effect }) => Effect !== 'Allow')).toEqual([]);
  expect(actionsOf(statements)).toEqual(actions.toSorted());
});

test('P-25: no role brings more than its own policies say', () => {
  for (const { id, Properties } of made.of('AWS::IAM::Role')) {
    expect([id, Properties['ManagedPolicyArns'] ?? []]).toEqual([id, []]);
  }
});

test('P-25: no policy allows an action of everything, or a resource of everything without a reason', () => {
  const policies = made.of('AWS::IAM::Policy');
  expect(policies.length).toBeGreaterThanOrEqual(12);
  for (const { id, Properties } of policies) {
    const { Statement: list } = Properties['PolicyDocument'] as { Statement: Statement[] };
    for (const { Action, Resource } of list) {
      const actions = [Action].flat();
      expect([id, actions.filter(each => each.includes('*'))]).toEqual([id, []]);
      const whole = [Resource].flat().some(each => made.text(each) === '*');
      if (whole) expect([id, actions.filter(each => !unnamed.includes(each))]).toEqual([id, []]);
    }
  }
});

test('P-25: what is done in the bucket is done in the folders that are written for it', () => {
  const { Properties: bucket } = made.only('AWS::S3::Bucket', 'Data');
  const arn = `arn:AWS::Partition:s3:::${made.text(bucket['BucketName'])}`;
  const folders = (name: string, action: string): string[] => {
    const { stack, Properties } = made.functionNamed(name);
    return made
      .statementsOf(stack, Properties['Role'])
      .filter(({ Action }) => [Action].flat().includes(action))
      .flatMap(({ Resource }) => [Resource].flat().map(made.text))
      .map(text => text.replace(arn, ''))
      .toSorted();
  };
  expect(folders('archive', 's3:GetObject')).toEqual(['/archive/*', '/exports/*', '/metadata/*']);
  expect(folders('archive', 's3:PutObject')).toEqual([
    '/archive/*',
    '/athena/*',
    '/data/uploads/*',
    '/exports/*',
    '/metadata/*',
  ]);
  expect(folders('loader', 's3:GetObject')).toEqual(['/archive/*', '/data/*', '/metadata/*']);
  expect(folders('loader', 's3:ListBucket')).toEqual(['']);
});
