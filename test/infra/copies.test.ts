import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkshop, type Synthesis, type Workshop } from './synthesis.ts';

/** Properties that look like names, but name a choice, or something inside of what each deployment has of its own. */
const inner = new Set([
  'AWS::AppSync::DataSource Name',
  'AWS::AppSync::FunctionConfiguration DataSourceName',
  'AWS::AppSync::FunctionConfiguration Name',
  'AWS::AppSync::Resolver DataSourceName',
  'AWS::AppSync::Resolver FieldName',
  'AWS::AppSync::Resolver TypeName',
  'AWS::CloudWatch::Alarm MetricName',
  'AWS::Cognito::UserPoolClient ClientName',
  'AWS::Cognito::UserPoolGroup GroupName',
  'AWS::EC2::VPCEndpoint ServiceName',
  'AWS::IAM::Policy PolicyName',
  'AWS::RDS::DBCluster DatabaseName',
  'AWS::RDS::DBInstance CACertificateIdentifier',
  'AWS::RDS::DBInstance DBName',
  'AWS::RDS::DBProxyTargetGroup TargetGroupName',
]);

/** Properties that are objects with such a name in them. */
const holders = new Set(['Budget', 'ResponseHeadersPolicyConfig']);

let workshop: Workshop;
let prod: Synthesis;
let blue: Synthesis;
let blueDev: Synthesis;
beforeAll(async () => {
  workshop = await openWorkshop();
  prod = workshop.synthesise({ profile: 'prod' });
  blue = workshop.synthesise({ profile: 'prod', copy: 'blue' });
  blueDev = workshop.synthesise({
    profile: 'dev',
    copy: 'green',
    settings: { database: { proxy: true } },
  });
});
afterAll(() => workshop.close());

/** How long a name may be. Sources: the API references of the services. */
const longest: Readonly<Record<string, number>> = {
  'AWS::AppSync::GraphQLApi Name': 65_536,
  'AWS::Budgets::Budget BudgetName': 100,
  'AWS::CloudFront::OriginAccessControl Name': 64,
  'AWS::CloudFront::ResponseHeadersPolicy Name': 128,
  'AWS::CloudWatch::Alarm AlarmName': 255,
  'AWS::CloudWatch::Dashboard DashboardName': 255,
  'AWS::Cognito::UserPool UserPoolName': 128,
  'AWS::Cognito::UserPoolDomain Domain': 63,
  'AWS::Events::Rule Name': 64,
  'AWS::Logs::LogGroup LogGroupName': 512,
  'AWS::Logs::QueryDefinition Name': 255,
  'AWS::RDS::DBCluster DBClusterIdentifier': 63,
  'AWS::RDS::DBInstance DBInstanceIdentifier': 63,
  'AWS::RDS::DBProxy DBProxyName': 63,
  'AWS::S3::Bucket BucketName': 63,
  'AWS::SNS::Topic DisplayName': 100,
  'AWS::SNS::Topic TopicName': 256,
  'AWS::WAFv2::WebACL MetricName': 128,
  'AWS::WAFv2::WebACL Name': 128,
};

/** Every name that a deployment takes in its account and region, with the kind of thing that has it. */
function namesOf(made: Synthesis): string[] {
  const names = made.resources.flatMap(({ Type, Properties }) =>
    Object.entries(Properties ?? {})
      .filter(
        ([name]) =>
          (/(Name|Identifier|Domain)$/.test(name) || holders.has(name)) &&
          !inner.has(`${Type} ${name}`),
      )
      .filter(([, value]) => !isReference(value))
      .map(([name, value]) => `${Type} ${name} ${made.text(value)}`.toLowerCase()),
  );
  const exported = Object.values(made.templates).flatMap(template => {
    const { Outputs = {} } = template as {
      Outputs?: Record<string, { Export?: { Name: string } }>;
    };
    return Object.values(Outputs).flatMap(({ Export }) => Export?.Name ?? []);
  });
  return [...names, ...exported, ...Object.values(made.deployment).map(stack => stack.stackName)];
}

/** Names of others, and names that hold what the service made up; account and region are the same for all. */
function isReference(value: unknown): boolean {
  return /"(Fn::GetAtt|Fn::ImportValue)"|"Ref":"(?!AWS::)/.test(JSON.stringify(value));
}

test('P-53: two copies in one account and region have no name in common', () => {
  for (const [one, other] of [
    [prod, blue],
    [blue, blueDev],
    [prod, blueDev],
  ] as const) {
    const taken = new Set(namesOf(one));
    expect(taken.size).toBeGreaterThan(20);
    const shared = namesOf(other).filter(name => taken.has(name));
    expect(shared).toEqual([]);
  }
});

test('P-53: the production of an account has the names that people know, others have theirs', () => {
  expect(namesOf(prod)).toEqual(
    expect.arrayContaining([
      'aws::events::rule name meetassist-archiveschedule',
      'aws::s3::bucket bucketname meetassist-data-aws::accountid-aws::region',
    ]),
  );
  expect(namesOf(blue)).toEqual(
    expect.arrayContaining([
      'aws::events::rule name meetassist-blue-archiveschedule',
      'aws::s3::bucket bucketname meetassist-data-blue-aws::accountid-aws::region',
    ]),
  );
});

test('P-53: the longest name of a copy is not too long for any service', () => {
  const all = ['instance', 'aurora'].flatMap(engine => {
    const database = { engine, instanceType: 't4g.medium', proxy: true };
    const made = workshop.synthesise({
      ...{ profile: 'prod', copy: 'abcdefghijkl', settings: { database } },
    });
    return made.resources.flatMap(({ Type, Properties = {} }) =>
      Object.entries(Properties)
        // Of a name that is within an object, the object itself.
        .flatMap(([name, value]) =>
          /Config$|^Budget$/.test(name)
            ? Object.entries(value as object)
            : [[name, value] as const],
        )
        .filter(([name, value]) => /(Name|Identifier|^Domain)$/.test(name) && !isReference(value))
        .filter(([name]) => !inner.has(`${Type} ${name}`))
        .map(([name, value]): [string, string] => [`${Type} ${name}`, made.text(value)]),
    );
  });
  const known = all.filter(([kind]) => kind in longest);
  expect([...new Set(known.map(([kind]) => kind))].toSorted()).toEqual(
    Object.keys(longest).toSorted(),
  );
  for (const [kind, name] of known) {
    const there = name
      .replaceAll('AWS::AccountId', '123456789012')
      .replaceAll('AWS::Region', 'ap-southeast-1');
    expect(there.length, `${kind} ${there}`).toBeLessThanOrEqual(longest[kind] ?? 0);
  }
  expect(all.filter(([kind]) => !(kind in longest))).toEqual([]);
});

test('P-53: no template says an account or a region', () => {
  for (const made of [prod, blue, blueDev]) {
    // CloudFront's numbers are there, wherever a deployment is.
    const text = JSON.stringify(made.templates).replaceAll(
      /AWS\/CloudFront.{0,300}?us-east-1/g,
      'AWS/CloudFront',
    );
    expect(text).not.toMatch(/\b\d{12}\b/);
    expect(text).not.toMatch(/\b(ap|us|eu|ca|sa|me|af)-(north|south|east|west|central)[a-z]*-\d\b/);
  }
});
