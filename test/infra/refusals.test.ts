import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConfigChoice } from '../../infra/config/read.ts';
import {
  openWorkshop,
  type Resource,
  statements,
  type Synthesis,
  type Workshop,
} from './synthesis.ts';

/** What the services refuse, or do otherwise than meant, although a template is well-formed. */
const settings = { database: { proxy: true } };
const large = {
  database: { engine: 'aurora', instanceType: 't4g.medium', multiAz: true, proxy: true },
};
const choices: readonly (readonly [string, ConfigChoice])[] = [
  ['dev', { profile: 'dev' }],
  ['prod', { profile: 'prod' }],
  ['prod behind a proxy', { profile: 'prod', settings }],
  ['Aurora behind a proxy', { profile: 'prod', settings: large }],
];

let workshop: Workshop;
const syntheses = new Map<string, Synthesis>();
beforeAll(async () => {
  workshop = await openWorkshop();
  for (const [name, choice] of choices) syntheses.set(name, workshop.synthesise(choice));
});
afterAll(() => workshop.close());

describe.for(choices.map(([name]) => name))('%s', name => {
  const made = (): Synthesis => {
    const synthesis = syntheses.get(name);
    if (!synthesis) throw new Error(`${name} was not synthesised`);
    return synthesis;
  };
  const isServer = ({ Type }: Resource): boolean =>
    Type === 'AWS::RDS::DBCluster' ||
    (Type === 'AWS::RDS::DBInstance' && made().of('AWS::RDS::DBCluster').length === 0);

  test('no way is opened twice: EC2 refuses a rule that is there', () => {
    const ways = ['SecurityGroupIngress', 'SecurityGroupEgress'].flatMap(direction =>
      made()
        .of(`AWS::EC2::${direction}`)
        .map(({ Properties }) => {
          const parts = Object.entries(Properties)
            .filter(([key]) => key !== 'Description')
            .map(([key, value]) => [key, made().text(value)]);
          // A server listens where its clients look for it.
          return `${direction} ${JSON.stringify(parts).replaceAll(/"[^"]*\.Endpoint\.Port"/g, '"5432"')}`;
        }),
    );
    expect(ways.length).toBeGreaterThanOrEqual(6);
    expect(ways.filter((way, index) => ways.indexOf(way) !== index)).toEqual([]);
  });

  test('P-53: what is named for the whole account has its region in its name', () => {
    const names = [
      ['AWS::CloudFront::ResponseHeadersPolicy', 'ResponseHeadersPolicyConfig', 'Name'],
      ['AWS::CloudFront::OriginAccessControl', 'OriginAccessControlConfig', 'Name'],
      ['AWS::Budgets::Budget', 'Budget', 'BudgetName'],
    ] as const;
    for (const [type, holder, property] of names) {
      const held = made().single(type).Properties[holder] as Record<string, unknown>;
      expect([type, made().text(held[property])]).toEqual([
        type,
        expect.stringMatching(/^MeetAssist-.+-AWS::Region$/),
      ]);
    }
  });

  test('the firewall lists what it only counts, or lists nothing: an empty list is refused', () => {
    const { Rules } = made().single('AWS::WAFv2::WebACL').Properties as {
      Rules: {
        Statement: { ManagedRuleGroupStatement?: { RuleActionOverrides?: unknown[] } };
      }[];
    };
    const lists = Rules.map(rule => rule.Statement.ManagedRuleGroupStatement?.RuleActionOverrides);
    expect(lists.filter(list => list !== undefined)).toHaveLength(1);
    expect(lists).not.toContainEqual([]);
  });

  test('P-19: a bucket that is taken over gets the settings that one has which is made, before it is read', () => {
    const settled = made().single('Custom::SettledBucket');
    const { bucket, lifecycle, cors } = JSON.parse(
      made().text(settled.Properties['Settings']),
    ) as Record<string, Record<string, unknown>[]>;
    const wanted = made().single('AWS::S3::Bucket', 'Data');
    expect(bucket).toBe(wanted.id);
    const { Rules } = wanted.Properties['LifecycleConfiguration'] as {
      Rules: Record<string, unknown>[];
    };
    expect(lifecycle).toEqual(
      Rules.map(({ Id, Prefix = '', ExpirationInDays, ...rule }) => ({
        ...{ ID: Id, Filter: { Prefix }, ...rule },
        ...(ExpirationInDays !== undefined && { Expiration: { Days: ExpirationInDays } }),
      })),
    );
    const { CorsRules } = wanted.Properties['CorsConfiguration'] as {
      CorsRules: Record<string, unknown>[];
    };
    expect(cors).toEqual(
      CorsRules.map(({ AllowedOrigins, ExposedHeaders, MaxAge, ...rule }) => ({
        ...rule,
        AllowedOrigins: (AllowedOrigins as unknown[]).map(made().text),
        ExposeHeaders: ExposedHeaders,
        MaxAgeSeconds: MaxAge,
      })),
    );
    expect(made().single('Custom::PreparedDatabase').DependsOn).toContain(settled.id);
    const rights = made()
      .of('AWS::IAM::Policy')
      .filter(({ stack }) => stack === 'Database')
      .find(policy => statements(policy).some(({ Action }) => Action.includes('s3:PutBucketCORS')));
    expect(settled.DependsOn).toContain(rights?.id);
  });

  test('the server is begun when nothing else of its stack can be refused any longer', () => {
    const [server] = made().resources.filter(isServer);
    const { id } = made().single('AWS::S3::Bucket', 'Data');
    const policy = made().single('AWS::S3::BucketPolicy', 'Data');
    expect(server?.DependsOn).toEqual(expect.arrayContaining([id, policy.id]));
  });

  test('a server that is left keeps what it hangs on', () => {
    const [server] = made().resources.filter(isServer);
    const kept = server?.DeletionPolicy === 'Retain' ? 'Retain' : 'Delete';
    const referred = JSON.stringify(server?.Properties);
    const hangsOn = made().resources.filter(
      ({ stack, id, Type }) =>
        stack === 'Data' &&
        /^AWS::(RDS::DB(Cluster)?(Parameter|Subnet)|EC2::Security)Group$/.test(Type) &&
        referred.includes(`"${id}"`),
    );
    expect(hangsOn.map(({ Type }) => Type.replace(/^.*::(DB)?(Cluster)?/, ''))).toEqual(
      expect.arrayContaining(['ParameterGroup', 'SecurityGroup', 'SubnetGroup']),
    );
    for (const { id, DeletionPolicy } of hangsOn) {
      expect([id, DeletionPolicy ?? 'Delete']).toEqual([id, kept]);
    }
  });

  test('a log with a fixed name outlives its stack, for only then the next one can take it over', () => {
    const fixed = made()
      .of('AWS::Logs::LogGroup')
      .filter(({ Properties }) => typeof Properties['LogGroupName'] === 'string');
    expect(fixed).toHaveLength(1 + made().of('AWS::RDS::DBProxy').length);
    for (const { DeletionPolicy } of fixed) expect(DeletionPolicy).toBe('Retain');
  });

  test('AppSync may write into its log, and make no other', () => {
    const log = made()
      .of('AWS::Logs::LogGroup')
      .find(({ Properties }) =>
        made().text(Properties['LogGroupName']).startsWith('/aws/appsync/apis/'),
      );
    const rights = made()
      .of('AWS::IAM::Policy')
      .flatMap(statements)
      .filter(({ Action }) => Action.includes('logs:CreateLogGroup'));
    // That the statement refers to the group is also what has CloudFormation make the group first.
    expect(rights.map(({ Action, Resource }) => [Action, made().text(Resource)])).toEqual([
      [
        ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        expect.stringMatching(new RegExp(`^${log?.id}\\.Arn,[^,]+:log-group:${log?.id}$`)),
      ],
    ]);
  });

  test('the budget is made when its topic lets it in', () => {
    const { DependsOn } = made().single('AWS::Budgets::Budget');
    const policies = made()
      .of('AWS::SNS::TopicPolicy')
      .map(({ id }) => id);
    expect(policies.filter(id => DependsOn?.includes(id))).toHaveLength(1);
  });
});
