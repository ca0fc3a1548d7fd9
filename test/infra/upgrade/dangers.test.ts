import { describe, expect, test } from 'vitest';
import { dangersOf, madeTwice } from './dangers.ts';
import { lastingOf, type Resource, type Resources, type Templates } from './lasting.ts';

const server: Resource = {
  Type: 'AWS::RDS::DBInstance',
  Properties: {
    DBInstanceIdentifier: 'meetassist-database',
    DBInstanceClass: 'db.t4g.micro',
    DBSubnetGroupName: { Ref: 'Subnets' },
    DeletionProtection: true,
    BackupRetentionPeriod: 14,
    StorageEncrypted: true,
  },
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
};
const bucket: Resource = {
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName: { 'Fn::Join': ['', ['data-', { Ref: 'AWS::AccountId' }]] } },
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
};
const pool: Resource = {
  Type: 'AWS::Cognito::UserPool',
  Properties: { DeletionProtection: 'ACTIVE', UsernameAttributes: ['email'] },
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
};
const resolver: Resource = {
  Type: 'AWS::AppSync::Resolver',
  Properties: {
    ...{ ApiId: { 'Fn::GetAtt': ['Graphql', 'ApiId'] }, DataSourceName: 'api' },
    ...{ TypeName: 'Query', FieldName: 'me' },
  },
};
const before: Resources = { Server: server, Bucket: bucket, Pool: pool, Me: resolver };

const data = (resources: Resources): Templates => ({ Data: { Resources: resources } });
const dangers = (after: Resources) => dangersOf(lastingOf(data(before)), lastingOf(data(after)));
const without = (id: string): Resources =>
  Object.fromEntries(Object.entries(before).filter(([each]) => each !== id));
const withProperties = (resource: Resource, properties: Resource['Properties']): Resource => ({
  ...resource,
  Properties: { ...resource.Properties, ...properties },
});

describe('P-19: no danger is seen', () => {
  test('where nothing changes', () => {
    expect(dangers(before)).toEqual({});
    expect(madeTwice(data(before), data(before))).toEqual([]);
  });

  test('in what is changed in place, and in what lasts from now on', () => {
    const larger = { DBInstanceClass: 'db.t4g.small', BackupRetentionPeriod: 30, MultiAZ: true };
    const after = { ...before, Server: withProperties(server, larger), Other: bucket };
    expect(dangers(after)).toEqual({});
  });

  test('in what may be replaced any day', () => {
    expect(dangers(without('Me'))).toEqual({});
  });
});

describe('P-19: a danger is', () => {
  test.for([
    ['another name of a server', 'Server', { DBInstanceIdentifier: 'other' }],
    ['another group of subnets', 'Server', { DBSubnetGroupName: { Ref: 'Others' } }],
    ['storage that is encrypted from now on, or no longer', 'Server', { StorageEncrypted: false }],
    ['another engine', 'Server', { Engine: 'mysql' }],
    ['a snapshot to begin with', 'Server', { DBSnapshotIdentifier: 'then' }],
    ['another name of a bucket', 'Bucket', { BucketName: 'other' }],
    ['another way to sign in', 'Pool', { UsernameAttributes: ['phone_number'] }],
  ] as const)('%s: it would be made anew', ([, id, properties]) => {
    const [name] = Object.keys(properties);
    const after = { ...before, [id]: withProperties(before[id] ?? bucket, properties) };
    expect(dangers(after)).toEqual({
      [`Data/${id}`]: [`${name} is another one: it would be made anew`],
    });
  });

  test('what is deleted, what has another logical id, and what moves to another stack', () => {
    const gone = { 'Data/Server': ['AWS::RDS::DBInstance is gone: deleted, renamed or moved'] };
    const others = without('Server');
    expect(dangers(others)).toEqual(gone);
    expect(dangers({ ...others, Renamed: server })).toEqual(gone);
    const moved = { ...data(others), Other: { Resources: { Server: server } } };
    expect(dangersOf(lastingOf(data(before)), lastingOf(moved))).toEqual(gone);
  });

  test('something else under its logical id', () => {
    expect(dangers({ ...before, Server: bucket })).toEqual({
      'Data/Server': ['AWS::RDS::DBInstance became AWS::S3::Bucket'],
    });
  });

  test.for([
    [{ DeletionPolicy: 'Snapshot' }, 'removed with its stack: Snapshot'],
    [{ DeletionPolicy: undefined }, 'removed with its stack: Delete'],
    [{ UpdateReplacePolicy: 'Delete' }, 'removed when replaced: Delete'],
    [{ UpdateReplacePolicy: undefined }, 'removed when replaced: Delete'],
  ] as const)('a policy that keeps less: %j', ([policy, danger]) => {
    const { DeletionPolicy, UpdateReplacePolicy, ...rest } = { ...server, ...policy };
    const weaker: Resource = {
      ...rest,
      ...(DeletionPolicy && { DeletionPolicy }),
      ...(UpdateReplacePolicy && { UpdateReplacePolicy }),
    };
    expect(dangers({ ...before, Server: weaker })).toEqual({ 'Data/Server': [danger] });
  });

  test.for([
    ['Server', { DeletionProtection: false }],
    ['Pool', { DeletionProtection: 'INACTIVE' }],
  ] as const)('a %s that is protected no longer', ([id, properties]) => {
    const after = { ...before, [id]: withProperties(before[id] ?? pool, properties) };
    expect(dangers(after)).toEqual({ [`Data/${id}`]: ['no longer protected from deletion'] });
  });

  test('a resolver of the same field under another logical id: AppSync takes one', () => {
    expect(madeTwice(data(before), data({ ...without('Me'), Again: resolver }))).toEqual([
      'Data AWS::AppSync::Resolver "Query" "me" was Data/Me, and is Data/Again',
    ]);
    const elsewhere = { ...data(without('Me')), Other: { Resources: { Me: resolver } } };
    expect(madeTwice(data(before), elsewhere)).toEqual([]);
  });

  test('a name of the account under another logical id, in whichever stack', () => {
    const alarm: Resource = { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'Errors' } };
    const moved = { Other: { Resources: { Errors: alarm } } };
    expect(madeTwice(data({ Alarm: alarm }), moved)).toEqual([
      'AWS::CloudWatch::Alarm "Errors" was Data/Alarm, and is Other/Errors',
    ]);
  });
});
