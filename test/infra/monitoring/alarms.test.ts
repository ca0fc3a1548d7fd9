import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '../../../infra/constructs/monitoring/alarm.ts';
import { type Monitored, monitored, smallInstance } from './monitored.ts';
import { alarmsOf, type ReadAlarm, resourcesOf } from './templates.ts';

const runbook = path.join(import.meta.dirname, '../../../docs/runbook');

let folder: string;
let made: Readonly<Record<'dev' | 'staging' | 'prod' | 'aurora', Monitored>>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-alarms-'));
  const make = (profile: string) => monitored(path.join(folder, profile), { profile });
  made = {
    dev: make('dev'),
    staging: make('staging'),
    prod: make('prod'),
    aurora: monitored(
      path.join(folder, 'aurora'),
      {
        profile: 'prod',
        copy: 'aurora',
        settings: { database: { engine: 'aurora', instanceType: 'r7g.large', proxy: true } },
      },
      { ...smallInstance, kind: 'aurora' },
    ),
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const prefixes = {
  dev: 'MeetAssist-dev',
  staging: 'MeetAssist-staging',
  prod: 'MeetAssist',
  aurora: 'MeetAssist-aurora',
} as const;
type Made = keyof typeof prefixes;
const names = Object.keys(prefixes) as Made[];

const alarms = (name: Made): ReadAlarm[] => alarmsOf(made[name].template, prefixes[name]);
const kinds = (name: Made): string[] => [...new Set(alarms(name).map(({ kind }) => kind))];

describe.for(names)('P-52: in %s', name => {
  test.for([
    ['function', 'AWS::Lambda::Function', 'FunctionErrors'],
    ['rule', 'AWS::Events::Rule', 'FailedInvocations'],
    ['queue', 'AWS::SQS::Queue', 'DeadLetters'],
    ['API', 'AWS::AppSync::GraphQLApi', 'ServerErrors'],
  ] as const)('every %s has an alarm', ([, type, kind]) => {
    const watching = alarms(name).filter(alarm => alarm.kind === kind);
    const there = resourcesOf(made[name].watched, type);
    expect(there.length).toBeGreaterThan(0);
    for (const { id } of there) {
      expect(
        watching.filter(({ metrics }) => JSON.stringify(metrics).includes(id)),
        id,
      ).toHaveLength(1);
    }
    expect(watching).toHaveLength(there.length);
  });

  test('the database, the archive, errors of GraphQL and deployments have alarms', () => {
    expect(kinds(name)).toEqual(
      expect.arrayContaining([
        ...['InternalErrors', 'FieldsFailing', 'DeploymentFailed'],
        ...['DatabaseConnections', 'DatabaseStorageLow', 'DatabaseStorageFull'],
        ...['ArchiveAge', 'ArchiveSuspect', 'ArchiveFailed', 'ArchiveNotSucceeding'],
      ]),
    );
  });

  test('every alarm has a name of its own and tells one topic, when it goes off and when it is over', () => {
    const topics = resourcesOf(made[name].template, 'AWS::SNS::Topic').map(({ id }) => id);
    expect(new Set(alarms(name).map(each => each.name)).size).toBe(alarms(name).length);
    for (const { properties } of alarms(name)) {
      const told = properties['AlarmActions'] as readonly { readonly Ref: string }[];
      expect(told).toHaveLength(1);
      expect(topics).toContain(told[0]?.Ref);
      expect(properties['OKActions']).toEqual(told);
      expect(properties['ActionsEnabled']).not.toBe(false);
    }
  });

  test('every alarm says a sentence and where its page is', () => {
    for (const { kind, description } of alarms(name)) {
      expect(description).toMatch(/^[A-Z][^\n]{30,400}\. docs\/runbook\/[a-z0-9-]+\.md$/);
      expect(description.endsWith(`docs/runbook/${pageOf(kind)}`)).toBe(true);
    }
  });
});

/** The severity of an alarm is the topic that it tells. */
function severityOf(name: Made, { properties }: ReadAlarm): string {
  const [told] = properties['AlarmActions'] as readonly { readonly Ref: string }[];
  const topic = resourcesOf(made[name].template, 'AWS::SNS::Topic').find(
    ({ id }) => id === told?.Ref,
  );
  return String(topic?.properties['TopicName']).slice(prefixes[name].length + 1);
}

describe('P-52: the runbook', () => {
  const pages = () => readdirSync(runbook).filter(each => each.endsWith('.md'));

  test('has a page for each alarm, and an alarm for each page', () => {
    const expected = [...new Set([...names.flatMap(kinds), 'DailyCost'])].map(pageOf);
    expect(pages().toSorted()).toEqual([...expected, 'README.md'].toSorted());
  });

  test('says of each alarm how severe it is, and everything that somebody needs who was woken', () => {
    for (const name of names) {
      for (const alarm of alarms(name)) {
        const page = readFileSync(path.join(runbook, pageOf(alarm.kind)), 'utf8');
        const severities = page.split('\n')[2] ?? '';
        expect(page.startsWith(`# ${alarm.kind}\n\n`), alarm.kind).toBe(true);
        expect(severities.toLowerCase(), alarm.name).toContain(severityOf(name, alarm));
      }
    }
  });

  test.for([
    ...['## What people notice', '## First look', '## Causes, most likely first'],
    ...['## What to do', '## Over when'],
  ])('has "%s" on each page', heading => {
    for (const page of pages().filter(each => each !== 'README.md')) {
      expect(readFileSync(path.join(runbook, page), 'utf8').split('\n'), page).toContain(heading);
    }
  });
});

describe('missing numbers', () => {
  const treated = (name: Made, as: string) =>
    alarms(name)
      .filter(({ properties }) => properties['TreatMissingData'] === as)
      .map(({ kind }) => kind);

  test('mean that something is wrong only with a database that is silent and an archive that should not be', () => {
    expect(treated('prod', 'breaching').toSorted()).toEqual([
      ...['ArchiveAge', 'DatabaseDown', 'ScheduleSilent'],
    ]);
    expect(treated('staging', 'breaching')).toEqual(['DatabaseDown']);
    expect(treated('dev', 'breaching')).toEqual([]);
  });

  test('leave the age of the archive as it was where no runs are expected, and are no reason for any other alarm', () => {
    expect([treated('dev', 'ignore'), treated('staging', 'ignore')]).toEqual([
      ...[['ArchiveAge'], ['ArchiveAge']],
    ]);
    expect(treated('prod', 'ignore')).toEqual([]);
    expect(treated('prod', 'notBreaching')).toHaveLength(alarms('prod').length - 3);
  });
});

describe('thresholds', () => {
  const only = (name: Made, kind: string): Record<string, unknown> => {
    const [alarm, ...others] = alarms(name).filter(each => each.kind === kind);
    if (!alarm || others.length > 0) throw new Error(`expected one alarm ${kind}`);
    return alarm.properties;
  };

  test('of a database follow its size', () => {
    expect(only('prod', 'DatabaseConnections')['Threshold']).toBe(48);
    expect(only('prod', 'DatabaseStorageLow')['Threshold']).toBe(5 * 1024 ** 3);
    expect(only('prod', 'DatabaseStorageFull')['Threshold']).toBe(2 * 1024 ** 3);
    expect(only('prod', 'DatabaseCpuCredits')['Threshold']).toBe(28);
  });

  test('of containers leave the database connections for others', () => {
    expect(only('prod', 'Concurrency')['Threshold']).toBe(48);
  });

  test.for([
    [{ api: { reservedConcurrency: 2 } }, 2],
    [{ api: { reservedConcurrency: 10 } }, 8],
    [{ database: { proxy: true } }, 800],
    [{ api: { reservedConcurrency: 100 }, database: { proxy: true } }, 80],
  ] as const)('of containers with %j are %i', ([settings, expected]) => {
    const { template } = monitored(path.join(folder, `settings-${expected}`), {
      ...{ profile: 'prod', settings },
    });
    const [concurrency] = alarmsOf(template, 'MeetAssist').filter(
      ({ kind }) => kind === 'Concurrency',
    );
    expect(concurrency?.properties['Threshold']).toBe(expected);
  });

  test('of durations lie below the time-outs', () => {
    const near = alarms('prod').filter(({ kind }) => kind === 'FunctionNearTimeout');
    expect(near.map(({ name, properties }) => [name, properties['Threshold']])).toEqual([
      ['MeetAssist-FunctionNearTimeout-api', 22_400],
      ['MeetAssist-FunctionNearTimeout-archive', 720_000],
      ['MeetAssist-FunctionNearTimeout-loader', 720_000],
      ['MeetAssist-FunctionNearTimeout-schedule', 16_000],
      ['MeetAssist-FunctionNearTimeout-deployment', 720_000],
    ]);
  });

  test('a cluster has no alarms on what only an instance has, and none on credits that its class does not have', () => {
    expect(kinds('aurora')).not.toContain('DatabaseCpuCredits');
    const read = alarms('aurora').flatMap(({ metrics }) => metrics);
    const ofRds = read.filter(({ namespace }) => namespace === 'AWS/RDS');
    expect(new Set(ofRds.flatMap(({ dimensions }) => Object.keys(dimensions)))).toEqual(
      new Set(['DBClusterIdentifier', 'ProxyName']),
    );
    expect(ofRds.map(each => each.name)).not.toContain('FreeStorageSpace');
  });
});

describe('copies in one account', () => {
  test('share no name', () => {
    const physical = (name: Made): unknown[] =>
      (
        [
          ['AWS::CloudWatch::Alarm', 'AlarmName'],
          ['AWS::CloudWatch::Dashboard', 'DashboardName'],
          ['AWS::SNS::Topic', 'TopicName'],
          ['AWS::Logs::QueryDefinition', 'Name'],
        ] as const
      ).flatMap(([type, property]) =>
        resourcesOf(made[name].template, type).map(({ properties }) => properties[property]),
      );
    const all = names.flatMap(physical);
    expect(all).not.toContain(undefined);
    expect(new Set(all).size).toBe(all.length);
  });
});
