import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functions } from '../../build/functions.ts';
import { openWorkshop, type Statement, type Synthesis, type Workshop } from './synthesis.ts';
import { runningActions, usedActions } from './used-actions.ts';

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
const actionsOf = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Action }) => [Action].flat()).toSorted();

/** What is in a bundle and not done: the client of the bucket is one module, and the loader only reads. */
const undone: Readonly<Record<string, readonly string[]>> = {
  loader: ['s3:AbortMultipartUpload', 's3:PutObject'],
};

describe.for(Object.keys(functions) as (keyof typeof functions)[])('the function %s', name => {
  const used = (): string[] => usedActions(workshop.artifacts.folderOf[name]);

  test('P-25: may do what its code does and what running it takes, and no more', () => {
    const { stack, Properties } = made.functionNamed(name);
    const given = made.statementsOf(stack, Properties['Role']);
    expect(given.filter(({ Effect }) => Effect !== 'Allow')).toEqual([]);
    const done = used().filter(action => !undone[name]?.includes(action));
    expect(actionsOf(given)).toEqual([...runningActions(Properties), ...done].toSorted());
  });

  test('P-25: its code asks for something', () => {
    expect(used()).toEqual(expect.arrayContaining([...(undone[name] ?? [])]));
    expect(used().length).toBeGreaterThan(0);
  });
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
  const { Properties: bucket } = made.single('AWS::S3::Bucket', 'Data');
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
