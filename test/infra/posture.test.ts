import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConfigChoice } from '../../infra/config/read.ts';
import {
  openWorkshop,
  type Resource,
  statements,
  type Synthesis,
  type Workshop,
} from './synthesis.ts';

const large = {
  database: { engine: 'aurora', instanceType: 't4g.medium', multiAz: true, proxy: true },
  api: { provisionedConcurrency: 2, cache: { size: 'SMALL', ttlSeconds: 60 } },
};
const choices: readonly (readonly [string, ConfigChoice])[] = [
  ['dev', { profile: 'dev' }],
  ['prod', { profile: 'prod' }],
  ['prod, scaled out', { profile: 'prod', copy: 'large', settings: large }],
];

let workshop: Workshop;
const syntheses = new Map<string, Synthesis>();
beforeAll(async () => {
  workshop = await openWorkshop();
  for (const [name, choice] of choices) syntheses.set(name, workshop.synthesise(choice));
});
afterAll(() => workshop.close());

const isServer = ({ Type }: Resource): boolean =>
  Type === 'AWS::RDS::DBInstance' || Type === 'AWS::RDS::DBCluster';

describe.for(choices.map(([name]) => name))('%s', name => {
  const made = (): Synthesis => {
    const synthesis = syntheses.get(name);
    if (!synthesis) throw new Error(`${name} was not synthesised`);
    return synthesis;
  };

  test('there is no way to the internet, and no endpoint that costs by the hour', () => {
    const types = new Set(made().resources.map(({ Type }) => Type));
    for (const way of ['NatGateway', 'InternetGateway', 'EIP', 'TransitGatewayAttachment']) {
      expect(types).not.toContain(`AWS::EC2::${way}`);
    }
    const endpoints = made().of('AWS::EC2::VPCEndpoint');
    expect(endpoints.map(({ Properties }) => Properties['VpcEndpointType'])).toEqual(['Gateway']);
    expect(made().of('AWS::EC2::Route')).toEqual([]);
    for (const { Properties } of made().of('AWS::EC2::Subnet')) {
      expect(Properties['MapPublicIpOnLaunch']).toBe(false);
    }
  });

  test('the endpoint of S3 lets through the data bucket alone', () => {
    const [statement, ...others] = statements(made().single('AWS::EC2::VPCEndpoint'));
    expect(others).toEqual([]);
    const bucket = made().single('AWS::S3::Bucket', 'Data').Properties['BucketName'];
    const arn = `arn:AWS::Partition:s3:::${made().text(bucket)}`;
    expect(new Set([statement?.Resource].flat().map(made().text))).toEqual(
      new Set([arn, `${arn}/*`]),
    );
  });

  test('nobody is let in from an address: every way in names who comes', () => {
    const inward = [
      ...made()
        .of('AWS::EC2::SecurityGroup')
        .flatMap(
          ({ Properties }) =>
            (Properties['SecurityGroupIngress'] ?? []) as Record<string, unknown>[],
        ),
      ...made()
        .of('AWS::EC2::SecurityGroupIngress')
        .map(({ Properties }) => Properties),
    ];
    expect(inward.length).toBeGreaterThanOrEqual(3);
    for (const rule of inward) {
      expect(rule).toHaveProperty('SourceSecurityGroupId');
      expect(rule).not.toHaveProperty('CidrIp');
      expect(rule).not.toHaveProperty('CidrIpv6');
    }
  });

  test('P-19: rows, objects and accounts outlive their stacks', () => {
    const lasting = made().resources.filter(
      each =>
        isServer(each) || each.Type === 'AWS::S3::Bucket' || each.Type === 'AWS::Cognito::UserPool',
    );
    expect(new Set(lasting.map(({ stack }) => stack))).toEqual(new Set(['Auth', 'Data', 'Web']));
    for (const { id, Type, DeletionPolicy, UpdateReplacePolicy } of lasting) {
      // Of Aurora the cluster holds the rows; its machines hold none.
      const machine =
        Type === 'AWS::RDS::DBInstance' && made().of('AWS::RDS::DBCluster').length > 0;
      const kept = machine ? ['Delete', 'Retain', undefined] : ['Retain', 'Snapshot'];
      expect([id, kept]).toEqual([id, expect.arrayContaining([DeletionPolicy])]);
      expect([id, kept]).toEqual([id, expect.arrayContaining([UpdateReplacePolicy])]);
    }
    if (name === 'dev') return;
    const [server] = made().resources.filter(isServer).slice(0, 1);
    expect(server?.Properties['DeletionProtection']).toBe(true);
    expect(server?.DeletionPolicy).toBe('Retain');
    expect(made().single('AWS::Cognito::UserPool').Properties['DeletionProtection']).toBe('ACTIVE');
    const { network, data, auth } = made().deployment;
    for (const stack of [network, data, auth]) expect(stack.terminationProtection).toBe(true);
  });

  test('what is stored is encrypted, and what is sent too', () => {
    for (const { Properties } of made().of('AWS::S3::Bucket')) {
      expect(Properties['BucketEncryption']).toEqual({
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      });
    }
    for (const { Properties } of made().of('AWS::SQS::Queue')) {
      expect(Properties['SqsManagedSseEnabled']).toBe(true);
    }
    const servers = made().resources.filter(isServer);
    const [server] = servers;
    expect(server?.Properties).toMatchObject({
      StorageEncrypted: true,
      EnableIAMDatabaseAuthentication: true,
      ManageMasterUserPassword: true,
    });
    expect(server?.Properties).not.toHaveProperty('MasterUserPassword');
    const groups = made().resources.filter(({ Type }) =>
      /^AWS::RDS::DB(Cluster)?ParameterGroup$/.test(Type),
    );
    const parameters = groups.map(({ Properties }) => Properties['Parameters']);
    expect(parameters[0]).toMatchObject({ 'rds.force_ssl': '1' });
    for (const { Properties } of made().of('AWS::RDS::DBProxy')) {
      expect(Properties['RequireTLS']).toBe(true);
    }
    for (const { Properties } of made().of('AWS::AppSync::ApiCache')) {
      expect(Properties).toMatchObject({
        AtRestEncryptionEnabled: true,
        TransitEncryptionEnabled: true,
      });
    }
  });

  test('buckets and queues refuse what comes without TLS', () => {
    for (const [type, policy, property] of [
      ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Bucket'],
      ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
    ] as const) {
      for (const { stack, id } of made().of(type)) {
        const refusals = made()
          .of(policy)
          .filter(
            each =>
              each.stack === stack &&
              [each.Properties[property]].flat().map(made().text).includes(id),
          )
          .flatMap(statements)
          .filter(({ Effect }) => Effect === 'Deny');
        expect([id, refusals]).toEqual([
          id,
          expect.arrayContaining([
            expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        ]);
      }
    }
  });

  test('nothing is public', () => {
    for (const { Properties } of made().of('AWS::S3::Bucket')) {
      expect(Properties['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(Properties).not.toHaveProperty('AccessControl');
      expect(Properties).not.toHaveProperty('WebsiteConfiguration');
    }
    for (const { Properties } of made().of('AWS::RDS::DBInstance')) {
      expect(Properties['PubliclyAccessible']).toBe(false);
    }
    expect(made().of('AWS::Lambda::Url')).toEqual([]);
    for (const { Properties } of made().of('AWS::Lambda::Permission')) {
      expect(Properties['Principal']).not.toBe('*');
    }
  });

  test('every log forgets after 30 days', () => {
    const groups = made().of('AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThanOrEqual(7);
    for (const { id, Properties } of groups) {
      expect([id, Properties['RetentionInDays']]).toEqual([id, 30]);
    }
    expect(made().of('Custom::LogRetention')).toEqual([]);
  });

  test('every server, proxy, function and the API has its log among them', () => {
    const groups = made().of('AWS::Logs::LogGroup');
    const named = groups.map(({ Properties }) => made().text(Properties['LogGroupName']));
    const servers = made().resources.filter(
      each => isServer(each) && 'EnableCloudwatchLogsExports' in each.Properties,
    );
    expect(servers).toHaveLength(1);
    for (const { Type, Properties } of servers) {
      const kind = Type === 'AWS::RDS::DBCluster' ? 'cluster' : 'instance';
      const identifier = Properties['DBClusterIdentifier'] ?? Properties['DBInstanceIdentifier'];
      expect(named).toContain(`/aws/rds/${kind}/${made().text(identifier)}/postgresql`);
    }
    for (const { Properties } of made().of('AWS::RDS::DBProxy')) {
      expect(named).toContain(`/aws/rds/proxy/${made().text(Properties['DBProxyName'])}`);
    }
    const { id } = made().single('AWS::AppSync::GraphQLApi');
    expect(named).toContain(`/aws/appsync/apis/${id}.ApiId`);
    const ids = groups.map(each => each.id);
    for (const { Properties } of made().of('AWS::Lambda::Function')) {
      const { LogGroup } = Properties['LoggingConfig'] as { readonly LogGroup: unknown };
      expect(ids).toContain(made().text(LogGroup));
    }
  });

  test('no template holds a secret, or has one written into it', () => {
    const text = JSON.stringify(made().templates);
    expect(text).not.toContain('{{resolve:');
    expect(text).not.toMatch(/-----BEGIN|AKIA[0-9A-Z]{16}/);
    const secrets = [...text.matchAll(/"(\w*(?:Password|SecretString|AuthToken|ApiKey)\w*)":/g)];
    // What the service is told about passwords, and that it is to make one.
    expect(new Set(secrets.map(([, name]) => name))).toEqual(
      new Set(['ManageMasterUserPassword', 'PasswordPolicy', 'TemporaryPasswordValidityDays']),
    );
  });

  test('no function comes with a construct: those that run are those that were written', () => {
    const handlers = made()
      .of('AWS::Lambda::Function')
      .map(({ Properties }) => Properties['Handler']);
    expect(handlers.toSorted()).toEqual([
      'api.handler',
      'archive.handler',
      'deployment.handler',
      'loader.handler',
      'schedule.handler',
    ]);
  });

  test('P-26: only configured origins, and the console, use links to the bucket', () => {
    const { CorsConfiguration } = made().single('AWS::S3::Bucket', 'Data').Properties as {
      CorsConfiguration: { CorsRules: { AllowedOrigins: unknown[] }[] };
    };
    const origins = CorsConfiguration.CorsRules.flatMap(({ AllowedOrigins }) =>
      AllowedOrigins.map(made().text),
    );
    const { id } = made().single('AWS::CloudFront::Distribution');
    const console = `https://${id}.DomainName`;
    expect(origins).toEqual(name === 'dev' ? [console, 'http://localhost:5173'] : [console]);
  });
});
