import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functions } from '../../../build/functions.ts';
import { METRIC_NAMESPACE, metricDefinitions, type MetricName } from '../../../build/metrics.ts';
import { type Monitored, monitored } from './monitored.ts';
import { alarmsOf, joined, type ReadMetric, resourcesOf } from './templates.ts';

let folder: string;
let dev: Monitored;
let prod: Monitored;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-metrics-'));
  dev = monitored(path.join(folder, 'dev'), { profile: 'dev' });
  const settings = { database: { proxy: true } };
  prod = monitored(path.join(folder, 'prod'), { profile: 'prod', settings });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly metrics?: readonly (readonly unknown[])[] };
}

function widgetsOf({ template }: Monitored): Widget[] {
  return resourcesOf(template, 'AWS::CloudWatch::Dashboard').flatMap(({ properties }) => {
    const body = JSON.parse(joined(properties['DashboardBody'])) as { widgets: Widget[] };
    return body.widgets;
  });
}

/** A line of a graph: namespace, name, then names and values of dimensions, then how it is drawn. */
function metricsOf({ properties }: Widget): ReadMetric[] {
  return (properties.metrics ?? []).map(line => {
    const [namespace, name, ...rest] = line.filter(each => typeof each === 'string');
    const dimensions = rest.flatMap((each, index) =>
      index % 2 === 0 ? [[each, rest[index + 1] ?? ''] as const] : [],
    );
    return {
      namespace: namespace ?? '',
      name: name ?? '',
      dimensions: Object.fromEntries(dimensions),
    };
  });
}

const read = (made: Monitored, prefix: string): ReadMetric[] => [
  ...alarmsOf(made.template, prefix).flatMap(({ metrics }) => metrics),
  ...widgetsOf(made).flatMap(metricsOf),
];

/** What AWS keeps, by the names of dimensions. Sources: the monitoring pages of the services' guides. */
const known: Readonly<Record<string, readonly string[]>> = {
  'AWS/AppSync by GraphQLAPIId': ['4XXError', '5XXError', 'Latency', 'Requests', 'TokensConsumed'],
  'AWS/AppSync by API_Id,Datasource': ['GraphQLError', 'Latency', 'Request'],
  'AWS/Lambda by FunctionName': [
    ...['AsyncEventAge', 'AsyncEventsDropped', 'ConcurrentExecutions', 'Duration', 'Errors'],
    ...['Invocations', 'Throttles'],
  ],
  'AWS/Events by RuleName': [
    ...['FailedInvocations', 'Invocations', 'InvocationsFailedToBeSentToDlq', 'TriggeredRules'],
  ],
  'AWS/SQS by QueueName': ['ApproximateNumberOfMessagesVisible'],
  'AWS/WAFV2 by Region,Rule,WebACL': ['BlockedRequests'],
  'AWS/Cognito by UserPool,UserPoolClient': ['SignInThrottles', 'TokenRefreshThrottles'],
  'AWS/CloudFront by DistributionId,Region': ['4xxErrorRate', '5xxErrorRate', 'Requests'],
  'AWS/RDS by ProxyName': [
    ...['DatabaseConnections', 'DatabaseConnectionsBorrowLatency'],
    ...['DatabaseConnectionsCurrentlyBorrowed', 'MaxDatabaseConnectionsAllowed'],
  ],
  'AWS/RDS by DBInstanceIdentifier': [
    ...['CPUCreditBalance', 'CPUUtilization', 'DatabaseConnections', 'DiskQueueDepth'],
    ...['FreeStorageSpace', 'FreeableMemory', 'MaximumUsedTransactionIDs', 'ReadIOPS'],
    ...['ReadLatency', 'SwapUsage', 'WriteIOPS', 'WriteLatency'],
  ],
};

test('every metric that an alarm or a graph reads is one that AWS or this project keeps', () => {
  const all = [...read(prod, 'MeetAssist'), ...read(dev, 'MeetAssist-dev')];
  const ofAws = all.filter(({ namespace }) => namespace.startsWith('AWS/'));
  for (const { namespace, name, dimensions } of ofAws) {
    expect(known[`${namespace} by ${Object.keys(dimensions).toSorted().join()}`], name).toContain(
      name,
    );
  }
  expect(
    new Set(all.filter(each => !ofAws.includes(each)).map(({ namespace }) => namespace)),
  ).toEqual(new Set([METRIC_NAMESPACE]));
});

test('alarms read what is kept in their own region; CloudFront’s numbers are in us-east-1 alone', () => {
  const namespaces = alarmsOf(prod.template, 'MeetAssist').flatMap(({ metrics }) =>
    metrics.map(({ namespace }) => namespace),
  );
  expect(namespaces).not.toContain('AWS/CloudFront');
  const shown = widgetsOf(prod).flatMap(({ properties }) => properties.metrics ?? []);
  const ofConsole = shown.filter(([namespace]) => namespace === 'AWS/CloudFront');
  expect(ofConsole.map(line => line.at(-1))).toEqual(
    Array.from({ length: 3 }, () => expect.objectContaining({ region: 'us-east-1' })),
  );
});

describe('metrics of this project', () => {
  const own = (made: Monitored, prefix: string) =>
    read(made, prefix).filter(({ namespace }) => namespace === METRIC_NAMESPACE);

  test('are read with the dimensions with which they are written, of this deployment alone', () => {
    for (const [made, prefix] of [
      [prod, 'MeetAssist'],
      [dev, 'MeetAssist-dev'],
    ] as const) {
      for (const { name, dimensions } of own(made, prefix)) {
        expect(Object.keys(metricDefinitions)).toContain(name);
        const names = metricDefinitions[name as MetricName].dimensions;
        expect(Object.keys(dimensions)).toEqual([...names]);
        expect(dimensions['Deployment']).toBe(prefix);
        if (dimensions['Function'] !== undefined) {
          expect(Object.keys(functions)).toContain(dimensions['Function']);
        }
      }
    }
  });

  test('are all shown on a dashboard', () => {
    const shown = widgetsOf(prod).flatMap(metricsOf);
    expect(new Set(own(prod, 'MeetAssist').map(({ name }) => name))).toEqual(
      new Set(Object.keys(metricDefinitions)),
    );
    expect(shown.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys(metricDefinitions)),
    );
  });
});

describe('dashboards', () => {
  test('are one for each subject, and in dev one for all, for three in an account are free', () => {
    const names = (made: Monitored) =>
      resourcesOf(made.template, 'AWS::CloudWatch::Dashboard').map(
        ({ properties }) => properties['DashboardName'],
      );
    expect(names(prod)).toEqual([
      ...['MeetAssist-API', 'MeetAssist-Database', 'MeetAssist-Archive', 'MeetAssist-Business'],
    ]);
    expect(names(dev)).toEqual(['MeetAssist-dev-All']);
  });

  test('fit the width that there is, and show something in each graph', () => {
    for (const made of [prod, dev]) {
      for (const widget of widgetsOf(made)) {
        expect(widget.x + widget.width).toBeLessThanOrEqual(24);
        if (widget.type === 'metric') expect(metricsOf(widget).length).toBeGreaterThan(0);
      }
    }
  });

  test('begin with every alarm that there is', () => {
    for (const made of [prod, dev]) {
      const [first] = resourcesOf(made.template, 'AWS::CloudWatch::Dashboard');
      const body = joined(first?.properties['DashboardBody']);
      for (const { id } of resourcesOf(made.template, 'AWS::CloudWatch::Alarm')) {
        expect(body).toContain(id);
      }
    }
  });
});
