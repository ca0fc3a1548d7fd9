import {
  CfnOutput,
  CrossStackReferences,
  ReferenceStrength,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import { type GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { type IRule } from 'aws-cdk-lib/aws-events';
import { type IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type IQueue } from 'aws-cdk-lib/aws-sqs';
import { type Construct } from 'constructs';
import { type DeploymentConfig } from '../config/config.ts';
import { KEPT_CONNECTIONS } from '../config/instance-classes.ts';
import { AlarmSet } from '../constructs/monitoring/alarm.ts';
import { AlarmTopics } from '../constructs/monitoring/alarm-topics.ts';
import { apiAlarms } from '../constructs/monitoring/api-alarms.ts';
import { apiSection } from '../constructs/monitoring/api-section.ts';
import { archiveAlarms } from '../constructs/monitoring/archive-alarms.ts';
import { archiveSection } from '../constructs/monitoring/archive-section.ts';
import { billOf, billText, type MonitoringBill } from '../constructs/monitoring/bill.ts';
import { businessSection } from '../constructs/monitoring/business-section.ts';
import { DailyCost } from '../constructs/monitoring/daily-cost.ts';
import { Dashboards } from '../constructs/monitoring/dashboards.ts';
import {
  databaseAlarms,
  type MonitoredDatabase,
} from '../constructs/monitoring/database-alarms.ts';
import { databaseSection } from '../constructs/monitoring/database-section.ts';
import { eventAlarms } from '../constructs/monitoring/event-alarms.ts';
import { functionAlarms } from '../constructs/monitoring/function-alarms.ts';
import { type FunctionKey } from '../constructs/monitoring/metrics.ts';
import { proxyAlarms } from '../constructs/monitoring/proxy-alarms.ts';
import { QuerySet } from '../constructs/monitoring/query-set.ts';
import { type MonitoredSignIn, signInAlarms } from '../constructs/monitoring/sign-in-alarms.ts';

export interface MonitoringStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly api: GraphqlApi;
  /** The functions themselves, not their aliases, for metrics are kept by name. */
  readonly functions: Readonly<Record<FunctionKey, IFunction>>;
  readonly functionLogs: Readonly<Record<FunctionKey, ILogGroup>>;
  readonly apiLog: ILogGroup;
  readonly database: MonitoredDatabase;
  readonly rules: readonly IRule[];
  /** Every queue of what could not be delivered. */
  readonly deadLetters: readonly IQueue[];
  /** The name under which the firewall counts: `metricName` of its `visibilityConfig`. */
  readonly webAclName: string;
  readonly signIn: MonitoredSignIn;
  /** What gives out the console. */
  readonly distributionId: string;
}

/** Everything that watches: alarms and whom they tell, dashboards, saved queries, what a day may cost. */
export class MonitoringStack extends Stack {
  readonly bill: MonitoringBill;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    const { config, api, functions, functionLogs, apiLog, database, ...others } = props;
    const { rules, deadLetters, webAclName, signIn, distributionId, ...stackProps } = others;
    super(scope, id, { description: 'Alarms and dashboards of MeetAssist', ...stackProps });
    // Who watches does not hold on to what it watches: that may be replaced, and is watched anew once this stack follows.
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
    const { prefix, alarms: settings } = config;
    const { coverage } = settings;
    const deployment = prefix;

    const topics = new AlarmTopics(this, 'Topics', { prefix, emails: settings.emails });
    const { alarms } = new AlarmSet(this, 'Alarms', {
      ...{ prefix, coverage, topics: topics.bySeverity, runbookUrl: settings.runbookUrl },
      definitions: [
        ...apiAlarms({
          ...{ deployment, api, webAclName, region: this.region },
          apiFunction: functions.api,
        }),
        ...functionAlarms({
          ...{ deployment, functions },
          apiConcurrency: tooManyContainers(config, database.maxConnections),
        }),
        ...databaseAlarms({ database, instanceType: config.database.instanceType }),
        ...(database.proxyName === undefined ? [] : proxyAlarms(database.proxyName)),
        ...signInAlarms(signIn),
        ...archiveAlarms({ deployment, ...config.archive }),
        ...eventAlarms({ rules, deadLetters }),
      ],
    });
    new DailyCost(this, 'DailyCost', {
      ...{ prefix, usd: settings.dailyCostUsd, topic: topics.bySeverity.warning },
    });
    const dashboards = new Dashboards(this, 'Dashboards', {
      ...{ prefix, coverage, alarms },
      sections: [
        apiSection({ deployment, api, functions, distributionId }),
        databaseSection(database),
        archiveSection({ deployment, rules, deadLetters }),
        businessSection(deployment),
      ],
    });
    new QuerySet(this, 'Queries', { prefix, apiLog, functionLogs });

    this.bill = billOf(alarms, dashboards.count);
    new CfnOutput(this, 'MonitoringBill', {
      value: billText(this.bill),
      description: 'What of monitoring is paid for, before what is free in each account',
    });
  }
}

/** What an account may run at once when nothing else is agreed with AWS. */
const ACCOUNT_CONCURRENCY = 1_000;

/**
 * Four fifths of the containers that the API can have: as many as it may, and, where no proxy shares connections
 * among them, as many as the database has connections for.
 */
function tooManyContainers({ api, database }: DeploymentConfig, maxConnections: number): number {
  const allowed = api.reservedConcurrency ?? ACCOUNT_CONCURRENCY;
  const connected = database.proxy ? allowed : maxConnections - KEPT_CONNECTIONS;
  return Math.ceil(Math.min(allowed, connected) * 0.8);
}
