import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiFunction } from '../../build/functions.ts';
import {
  instanceClasses,
  KEPT_CONNECTIONS,
  sharedConnectionsPercent,
} from '../../infra/config/instance-classes.ts';
import { KEPT_CONNECTIONS as roleKeeps } from '../../services/db/roles.ts';
import { readConfig } from '../../services/handlers/config.ts';
import { openWorkshop, type Synthesis, type Workshop } from './synthesis.ts';

let workshop: Workshop;
let prod: Synthesis;
let large: Synthesis;
beforeAll(async () => {
  workshop = await openWorkshop();
  prod = workshop.synthesise({ profile: 'prod' });
  large = workshop.synthesise({
    profile: 'prod',
    settings: {
      database: { engine: 'aurora', instanceType: 't4g.medium', multiAz: true, proxy: true },
      api: {
        provisionedConcurrency: 2,
        reservedConcurrency: 500,
        cache: { size: 'SMALL', ttlSeconds: 60 },
      },
    },
  });
});
afterAll(() => workshop.close());

describe('the database of prod', () => {
  test('is the cheapest that RDS has for PostgreSQL 18, and can be taken back to any second of two weeks', () => {
    expect(prod.single('AWS::RDS::DBInstance').Properties).toMatchObject({
      Engine: 'postgres',
      EngineVersion: '18',
      DBInstanceClass: 'db.t4g.micro',
      AllocatedStorage: '20',
      StorageType: 'gp3',
      MultiAZ: false,
      BackupRetentionPeriod: 14,
      DeleteAutomatedBackups: false,
      EnableCloudwatchLogsExports: ['postgresql'],
    });
    expect(prod.of('AWS::RDS::DBProxy')).toEqual([]);
  });

  test('P-23: writes no row and no statement into its log', () => {
    expect(prod.single('AWS::RDS::DBParameterGroup').Properties).toMatchObject({
      Family: 'postgres18',
      Parameters: {
        log_error_verbosity: 'terse',
        log_min_error_statement: 'panic',
        log_parameter_max_length_on_error: '0',
        log_min_duration_statement: '-1',
        log_statement: 'none',
      },
    });
  });

  test('finds its log group made, or it would make one that keeps everything', () => {
    const { DependsOn } = prod.single('AWS::RDS::DBInstance');
    const log = prod
      .of('AWS::Logs::LogGroup')
      .find(
        ({ Properties }) =>
          Properties['LogGroupName'] === '/aws/rds/instance/meetassist-database/postgresql',
      );
    expect(DependsOn).toContain(log?.id);
  });

  test('lies in two zones, as RDS demands', () => {
    const { SubnetIds } = prod.single('AWS::RDS::DBSubnetGroup').Properties;
    expect(SubnetIds).toHaveLength(2);
    const zones = prod
      .of('AWS::EC2::Subnet')
      .map(({ Properties }) => Properties['AvailabilityZone']);
    expect(zones).toEqual([
      { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
      { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] },
    ]);
  });
});

test('the bucket keeps what is replaced for a month, and exports and uploads for a while', () => {
  const { Properties } = prod.single('AWS::S3::Bucket', 'Data');
  expect(Properties['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
  const { Rules } = Properties['LifecycleConfiguration'] as {
    Rules: Readonly<Record<string, unknown>>[];
  };
  const expiring = Rules.filter(rule => 'ExpirationInDays' in rule);
  expect(expiring.map(rule => [rule['Prefix'], rule['ExpirationInDays']])).toEqual([
    ['exports/', 7],
    ['data/uploads/', 30],
  ]);
  expect(Rules).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }),
      expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } }),
    ]),
  );
});

test('the bucket that is there is taken over: its name is written out where account and region are known', () => {
  const place = { account: '123456789012', region: 'ap-southeast-1' };
  const there = workshop.synthesise({ profile: 'prod' }, place);
  const bucket = there.single('AWS::S3::Bucket', 'Data');
  // What CloudFormation asks of a resource that it takes over by its name.
  expect(bucket.Properties['BucketName']).toBe('meetassist-data-123456789012-ap-southeast-1');
  expect(bucket.DeletionPolicy).toBe('Retain');
  // The same name as without knowing, so that the bucket is not replaced by another.
  const name = prod.text(prod.single('AWS::S3::Bucket', 'Data').Properties['BucketName']);
  expect(name).toBe('meetassist-data-AWS::AccountId-AWS::Region');
});

describe('scaled out by settings alone', () => {
  test('the database is Aurora, with a reader in the other zone', () => {
    const cluster = large.single('AWS::RDS::DBCluster');
    expect(cluster.Properties).toMatchObject({
      Engine: 'aurora-postgresql',
      EngineVersion: '18.4',
      DatabaseName: 'meetassist',
      BackupRetentionPeriod: 14,
    });
    const machines = large.of('AWS::RDS::DBInstance');
    expect(machines).toHaveLength(2);
    for (const { Properties } of machines) {
      expect(Properties['DBInstanceClass']).toBe('db.t4g.medium');
    }
    expect(large.single('AWS::RDS::DBClusterParameterGroup').Properties).toMatchObject({
      Parameters: { max_connections: '320', 'rds.force_ssl': '1', log_statement: 'none' },
    });
  });

  test('the API goes through a proxy that knows no password, as its own user from end to end', () => {
    const proxy = large.single('AWS::RDS::DBProxy');
    expect(proxy.Properties).toMatchObject({ DefaultAuthScheme: 'IAM_AUTH', RequireTLS: true });
    const cluster = large.single('AWS::RDS::DBCluster');
    const inward = large.statementsOf('Data', proxy.Properties['RoleArn']);
    expect(inward.map(({ Action, Resource }) => [Action, large.text(Resource)])).toEqual([
      [
        'rds-db:connect',
        `arn:AWS::Partition:rds-db:AWS::Region:AWS::AccountId:dbuser:${cluster.id}.DBClusterResourceId/meetassist_api`,
      ],
    ]);
    const variables = (name: string): Record<string, unknown> =>
      (
        large.functionNamed(name).Properties['Environment'] as {
          Variables: Record<string, unknown>;
        }
      ).Variables;
    expect(large.text(variables('api')['DATABASE_HOST'])).toBe(`${proxy.id}.Endpoint`);
    expect(variables('api')['DATABASE_CA_FILE']).toBe('/var/task/rds-ca/proxy.pem');
    // It takes no settings of a session: the function must know.
    expect(variables('api')['DATABASE_PROXY']).toBe('on');
    for (const name of ['archive', 'loader']) {
      expect(large.text(variables(name)['DATABASE_HOST'])).toBe(`${cluster.id}.Endpoint.Address`);
      expect(variables(name)).not.toHaveProperty('DATABASE_PROXY');
    }
  });

  test('P-50: the proxy leaves connections to jobs and people, and gives up before the function does', () => {
    const { ConnectionPoolConfigurationInfo: pool } = large.single(
      'AWS::RDS::DBProxyTargetGroup',
    ).Properties;
    const { MaxConnectionsPercent, ConnectionBorrowTimeout } = pool as Record<string, number>;
    expect(MaxConnectionsPercent).toBe(sharedConnectionsPercent(320));
    expect(KEPT_CONNECTIONS).toBe(roleKeeps);
    for (const [name, { maxConnections }] of Object.entries(instanceClasses)) {
      const taken = (maxConnections * sharedConnectionsPercent(maxConnections)) / 100;
      expect(maxConnections - taken, name).toBeGreaterThanOrEqual(KEPT_CONNECTIONS);
      expect(taken, name).toBeGreaterThanOrEqual(maxConnections / 2);
    }
    const { database } = readConfig({
      ...{
        DATABASE_HOST: '127.0.0.1',
        DATABASE_PORT: '5432',
        DATABASE_NAME: 'n',
        DATABASE_USER: 'u',
      },
      ...{ DATABASE_AUTH: 'password', DATABASE_PASSWORD: 'p', DATABASE_TLS: 'off' },
    });
    const waitedMs = Number(ConnectionBorrowTimeout) * 1_000;
    expect(waitedMs + database.statementTimeoutMs).toBeLessThan(apiFunction.timeoutMs);
  });

  test('the API’s function is kept warm, and invoked where it is', () => {
    const alias = large.single('AWS::Lambda::Alias');
    expect(alias.Properties['ProvisionedConcurrencyConfig']).toEqual({
      ProvisionedConcurrentExecutions: 2,
    });
    expect(large.functionNamed('api').Properties['ReservedConcurrentExecutions']).toBe(500);
    const [source] = large
      .of('AWS::AppSync::DataSource')
      .filter(({ Properties }) => Properties['Name'] === 'api');
    const { LambdaFunctionArn } = source?.Properties['LambdaConfig'] as Record<string, unknown>;
    expect(large.text(LambdaFunctionArn)).toBe(alias.id);
  });

  test('answers are kept of fields that may be, under all of their arguments, and of no other', () => {
    expect(large.single('AWS::AppSync::ApiCache').Properties).toMatchObject({
      ApiCachingBehavior: 'PER_RESOLVER_CACHING',
      Type: 'SMALL',
      Ttl: 60,
    });
    const kept = large
      .of('AWS::AppSync::Resolver')
      .filter(({ Properties }) => 'CachingConfig' in Properties)
      .map(({ Properties }) => [Properties['FieldName'], Properties['CachingConfig']]);
    expect(kept).toEqual([
      [
        'dailySummaries',
        { CachingKeys: ['$context.arguments.from', '$context.arguments.to'], Ttl: 60 },
      ],
    ]);
    const environment = (from: Synthesis) =>
      from.single('AWS::AppSync::GraphQLApi').Properties['EnvironmentVariables'] ?? {};
    expect([environment(large), environment(prod)]).toEqual([{ CACHE: 'on' }, {}]);
    expect(prod.of('AWS::AppSync::ApiCache')).toEqual([]);
  });
});
