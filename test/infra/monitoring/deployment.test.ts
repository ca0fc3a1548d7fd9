import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkshop, root, type Synthesis, type Workshop } from '../synthesis.ts';

const profiles = ['dev', 'staging', 'prod'] as const;
type Profile = (typeof profiles)[number];

let workshop: Workshop;
let made: Readonly<Record<Profile, Synthesis>>;

beforeAll(async () => {
  workshop = await openWorkshop();
  made = {
    dev: workshop.synthesise({ profile: 'dev' }),
    staging: workshop.synthesise({ profile: 'staging' }),
    prod: workshop.synthesise({ profile: 'prod' }),
  };
});
afterAll(() => workshop.close());

/** What the alarms of a deployment watch, by the dimension: `FunctionName` gives ids of functions. */
function watched(synthesis: Synthesis, dimension: string): string[] {
  const found = synthesis.of('AWS::CloudWatch::Alarm').flatMap(({ Properties }) => {
    const { Dimensions, Metrics = [] } = Properties as {
      readonly Dimensions?: readonly NamedValue[];
      readonly Metrics?: readonly {
        readonly MetricStat?: { readonly Metric: { readonly Dimensions?: readonly NamedValue[] } };
      }[];
    };
    const all = Dimensions ?? Metrics.flatMap(each => each.MetricStat?.Metric.Dimensions ?? []);
    return all.filter(({ Name }) => Name === dimension).map(({ Value }) => synthesis.text(Value));
  });
  return [...new Set(found)];
}
interface NamedValue {
  readonly Name: string;
  readonly Value: unknown;
}

describe.for(profiles)('P-52: of the whole deployment %s', profile => {
  const ids = (type: string) => made[profile].of(type).map(({ id }) => id);

  test('every function that is deployed has an alarm, whoever brought it', () => {
    expect(watched(made[profile], 'FunctionName').toSorted()).toEqual(
      ids('AWS::Lambda::Function').toSorted(),
    );
  });

  test('every rule and every queue has an alarm', () => {
    const names = (type: string, name: string, attribute: string) =>
      made[profile]
        .of(type)
        .flatMap(({ id, Properties }) => [id, `${id}.${attribute}`, String(Properties[name])]);
    const rules = watched(made[profile], 'RuleName');
    const ruleNames = names('AWS::Events::Rule', 'Name', 'Arn');
    expect(rules.filter(each => !ruleNames.includes(each))).toEqual([]);
    for (const id of ids('AWS::Events::Rule')) expect(rules).toContain(id);
    expect(watched(made[profile], 'QueueName').toSorted()).toEqual(
      ids('AWS::SQS::Queue')
        .map(id => `${id}.QueueName`)
        .toSorted(),
    );
  });

  test('the API, the database and the firewall are those that are deployed', () => {
    const [api] = ids('AWS::AppSync::GraphQLApi');
    expect(watched(made[profile], 'GraphQLAPIId')).toEqual([`${api}.ApiId`]);
    expect(watched(made[profile], 'API_Id')).toEqual([`${api}.ApiId`]);
    const database =
      made[profile].single('AWS::RDS::DBInstance').Properties['DBInstanceIdentifier'];
    expect(watched(made[profile], 'DBInstanceIdentifier')).toEqual([database]);
    const acl = made[profile].single('AWS::WAFv2::WebACL').Properties['VisibilityConfig'];
    const { MetricName } = acl as { readonly MetricName: string };
    expect([[], [MetricName]]).toContainEqual(watched(made[profile], 'WebACL'));
  });

  test('queries read every log that functions and API write', () => {
    const read = made[profile]
      .of('AWS::Logs::QueryDefinition')
      .flatMap(({ Properties }) => Properties['LogGroupNames'] as readonly unknown[])
      .map(name => made[profile].text(name));
    const written = made[profile]
      .of('AWS::Lambda::Function')
      .map(({ Properties }) =>
        made[profile].text((Properties['LoggingConfig'] as { LogGroup: unknown }).LogGroup),
      );
    const logs = ids('AWS::Logs::LogGroup');
    expect([...new Set(read)].filter(each => !logs.includes(each))).toEqual([]);
    expect(read).toEqual(expect.arrayContaining(written));
    expect(new Set(read).size).toBe(written.length + 1);
  });
});

test('data sources are watched when AppSync keeps metrics of them', () => {
  const metered = made.prod
    .of('AWS::AppSync::DataSource')
    .filter(({ Properties }) => Properties['MetricsConfig'] === 'ENABLED')
    .map(({ Properties }) => Properties['Name']);
  expect(watched(made.prod, 'Datasource').toSorted()).toEqual(metered.toSorted());
});

test('P-52: in prod sign-ins that Cognito turns away have an alarm, and so has a proxy', () => {
  const id = (type: string) => made.prod.single(type).id;
  expect(watched(made.prod, 'UserPool')).toEqual([id('AWS::Cognito::UserPool')]);
  expect(watched(made.prod, 'UserPoolClient')).toEqual([id('AWS::Cognito::UserPoolClient')]);
  const behind = workshop.synthesise({ profile: 'prod', settings: { database: { proxy: true } } });
  const { DBProxyName } = behind.single('AWS::RDS::DBProxy').Properties;
  expect(watched(behind, 'ProxyName')).toEqual([DBProxyName]);
});

test('P-52: in prod requests that the firewall blocks have an alarm', () => {
  expect(watched(made.prod, 'WebACL')).toHaveLength(1);
});

test('what monitoring is charged by is what docs/runbook/README.md says, and the output of the stack', () => {
  const page = readFileSync(path.join(root, 'docs/runbook/README.md'), 'utf8');
  for (const profile of profiles) {
    const { alarms, alarmMetrics, dashboards } = made[profile].deployment.monitoring.bill;
    expect(alarms).toBe(made[profile].of('AWS::CloudWatch::Alarm').length);
    expect(dashboards).toBe(made[profile].of('AWS::CloudWatch::Dashboard').length);
    const row = page.split('\n').find(line => line.startsWith(`| ${profile} `)) ?? '';
    const said = row.match(/\d+/g)?.map(Number);
    expect(said, profile).toEqual([alarms, alarmMetrics, dashboards]);
  }
});
