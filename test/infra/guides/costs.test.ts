import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linesOf, totalOf } from '../../../infra/costs/lines.ts';
import { quantitiesOf } from '../../../infra/costs/quantities.ts';
import { openWorkshop, type Workshop } from '../synthesis.ts';
import { COSTS_FILE, costsPage } from './costs-page.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

test('the cost sheet is that of the templates; `npm run costs` writes it anew', async () => {
  expect(readFileSync(COSTS_FILE, 'utf8')).toBe(await costsPage(workshop));
  // Nine syntheses.
}, 180_000);

test('monitoring is counted as its own stack counts it', () => {
  const { deployment, resources } = workshop.synthesise({ profile: 'prod' });
  const { alarms, alarmMetrics, dashboards, keys } = quantitiesOf(resources);
  expect({ alarms, alarmMetrics, dashboards, keys }).toEqual(deployment.monitoring.bill);
}, 60_000);

describe('the arithmetic', () => {
  const usage = {
    thousandRequests: 0,
    archiveRuns: 0,
    writingRuns: 0,
    archiveGb: 0,
    logGb: 0,
    busyShare: 1,
  };

  test('a standby doubles server and storage, what is free is taken off once', () => {
    const counted = quantitiesOf([
      {
        Type: 'AWS::RDS::DBInstance',
        Properties: {
          DBInstanceClass: 'db.t4g.micro',
          AllocatedStorage: '20',
          MultiAZ: true,
          ManageMasterUserPassword: true,
        },
      },
      { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}] } },
      { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
      {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Metrics: [
            { Expression: 'a/b' },
            ...Array.from({ length: 12 }, () => ({ MetricStat: {} })),
          ],
        },
      },
      ...Array.from({ length: 4 }, () => ({ Type: 'AWS::CloudWatch::Dashboard' })),
    ]);
    const lines = linesOf({ ...counted, ownMetrics: 12 }, usage);
    const costs = Object.fromEntries(
      lines.filter(({ usd }) => usd > 0).map(({ price, usd }) => [price, usd.toFixed(2)]),
    );
    expect(costs).toEqual({
      'db.t4g.micro': '36.50', // 2 × 730 × 0.025
      'storage of the database, gp3': '5.52', // 2 × 20 × 0.138
      secret: '0.40',
      'web ACL': '5.00',
      'rule of a web ACL': '2.00',
      'metric of an alarm': '0.30', // 13 − 10
      dashboard: '3.00', // 4 − 3
      'metric of ours, or of a data source': '0.60', // 12 − 10
    });
    expect(totalOf(lines)).toBeCloseTo(53.32, 5);
  });

  test('Aurora is paid for each of its machines, and for what it stores', () => {
    const machine = {
      Type: 'AWS::RDS::DBInstance',
      Properties: { DBInstanceClass: 'db.t4g.medium', DBClusterIdentifier: { Ref: 'Cluster' } },
    };
    const lines = linesOf(quantitiesOf([machine, machine]), usage);
    expect(lines[0]).toMatchObject({ price: 'Aurora db.t4g.medium', quantity: 1460 });
    expect(lines[1]).toMatchObject({ price: 'storage of Aurora', from: 'usage' });
  });

  test('a class without a price is named', () => {
    const instance = {
      Type: 'AWS::RDS::DBInstance',
      Properties: { DBInstanceClass: 'db.r7g.large', AllocatedStorage: '20' },
    };
    expect(() => linesOf(quantitiesOf([instance]), usage)).toThrow(
      'there is no price of db.r7g.large in infra/costs/prices.ts',
    );
  });
});
