import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { savedQueries } from '../../../infra/constructs/monitoring/saved-queries.ts';
import { type Monitored, monitored } from './monitored.ts';
import { resourcesOf } from './templates.ts';

let folder: string;
let prod: Monitored;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-telling-'));
  prod = monitored(path.join(folder, 'prod'), {
    profile: 'prod',
    settings: {
      alarms: {
        emails: {
          critical: ['night@example.org', 'lead@example.org'],
          warning: ['day@example.org'],
        },
        dailyCostUsd: 7,
      },
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: unknown;
  readonly Condition?: unknown;
}
const statementsOf = (document: unknown): readonly Statement[] =>
  (document as { readonly Statement: readonly Statement[] }).Statement;

const account = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };

describe('topics', () => {
  const topics = () => resourcesOf(prod.template, 'AWS::SNS::Topic');
  const policyOf = (id: string) => {
    const found = resourcesOf(prod.template, 'AWS::SNS::TopicPolicy').find(({ properties }) =>
      JSON.stringify(properties['Topics']).includes(`"${id}"`),
    );
    return statementsOf(found?.properties['PolicyDocument']);
  };

  test('are one for each severity, encrypted with a key that turns', () => {
    expect(topics().map(({ properties }) => properties['TopicName'])).toEqual([
      ...['MeetAssist-critical', 'MeetAssist-warning', 'MeetAssist-info'],
    ]);
    const [key, ...others] = resourcesOf(prod.template, 'AWS::KMS::Key');
    expect(others).toEqual([]);
    expect(key?.properties['EnableKeyRotation']).toBe(true);
    for (const { properties } of topics()) {
      expect(properties['KmsMasterKeyId']).toEqual({ 'Fn::GetAtt': [key?.id, 'Arn'] });
    }
  });

  test('refuse what is not sent over TLS', () => {
    for (const { id } of topics()) {
      expect(policyOf(id)).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sns:Publish',
          Principal: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
  });

  test('take messages of alarms of this account, that for warnings those of budgets, and nobody else’s', () => {
    const publishers = topics().map(({ id }) =>
      policyOf(id)
        .filter(({ Effect }) => Effect === 'Allow')
        .map(({ Action, Principal, Condition }) => {
          expect(Condition).toEqual(account);
          return [Action, Principal];
        }),
    );
    const cloudWatch = ['sns:Publish', { Service: 'cloudwatch.amazonaws.com' }];
    const budgets = ['sns:Publish', { Service: 'budgets.amazonaws.com' }];
    expect(publishers).toEqual([[cloudWatch], [cloudWatch, budgets], [cloudWatch]]);
  });

  test('have a key that those services may use, and that nobody may decrypt with', () => {
    const [key] = resourcesOf(prod.template, 'AWS::KMS::Key');
    const [administration, ...uses] = statementsOf(key?.properties['KeyPolicy']);
    expect(uses.map(({ Action, Principal, Condition }) => [Action, Principal, Condition])).toEqual(
      ['cloudwatch', 'budgets'].map(service => [
        ['kms:Decrypt', 'kms:GenerateDataKey'],
        { Service: `${service}.amazonaws.com` },
        account,
      ]),
    );
    expect(JSON.stringify(administration?.Action)).not.toMatch(/\*|Decrypt|Encrypt|GenerateData/);
    expect(administration?.Action).toContain('kms:PutKeyPolicy');
  });

  test('write to whom the configuration names', () => {
    const told = resourcesOf(prod.template, 'AWS::SNS::Subscription').map(({ properties }) => [
      (properties['TopicArn'] as { readonly Ref: string }).Ref.replace(/^Topics|[0-9A-F]{8}$/g, ''),
      properties['Protocol'],
      properties['Endpoint'],
    ]);
    expect(told.toSorted()).toEqual([
      ['critical', 'email', 'lead@example.org'],
      ['critical', 'email', 'night@example.org'],
      ['warning', 'email', 'day@example.org'],
    ]);
  });
});

test('P-52: a day that costs more than the configuration allows is told as a warning', () => {
  const [budget, ...others] = resourcesOf(prod.template, 'AWS::Budgets::Budget');
  expect(others).toEqual([]);
  const warning = resourcesOf(prod.template, 'AWS::SNS::Topic').find(
    ({ properties }) => properties['TopicName'] === 'MeetAssist-warning',
  );
  expect(budget?.properties).toMatchObject({
    Budget: {
      BudgetName: {
        'Fn::Join': ['', ['MeetAssist-DailyCost-', { Ref: 'AWS::Region' }]],
      },
      BudgetType: 'COST',
      TimeUnit: 'DAILY',
      BudgetLimit: { Amount: 7, Unit: 'USD' },
    },
    NotificationsWithSubscribers: [
      {
        Notification: {
          NotificationType: 'ACTUAL',
          ComparisonOperator: 'GREATER_THAN',
          Threshold: 100,
          ThresholdType: 'PERCENTAGE',
        },
        Subscribers: [{ SubscriptionType: 'SNS', Address: { Ref: warning?.id } }],
      },
    ],
  });
});

describe('saved queries', () => {
  test('read groups of logs that exist', () => {
    const groups = resourcesOf(prod.watched, 'AWS::Logs::LogGroup').map(({ id }) => id);
    const queries = resourcesOf(prod.template, 'AWS::Logs::QueryDefinition');
    expect(queries).toHaveLength(savedQueries.length);
    const read = new Set<string>();
    for (const { properties } of queries) {
      const names = properties['LogGroupNames'] as readonly unknown[];
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const group = groups.find(id => JSON.stringify(name).includes(id));
        expect(group, JSON.stringify(name)).toBeDefined();
        read.add(group ?? '');
      }
    }
    expect([...read].toSorted()).toEqual(groups.toSorted());
  });

  test('are commands of Logs Insights, each on a line', () => {
    for (const { name, text } of savedQueries) {
      const [first = '', ...others] = text.trim().split('\n');
      expect(first, name).toMatch(/^(fields|filter|stats) /);
      for (const line of others) {
        expect(line, name).toMatch(/^\| (filter|parse|stats|sort|display|limit) /);
      }
    }
  });
});
