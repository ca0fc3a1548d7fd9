import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { functions } from '../../../build/functions.ts';
import { rules } from '../../../build/rules.ts';
import { type ConfigChoice, resolveConfig } from '../../../infra/config/read.ts';
import { type MonitoredDatabase } from '../../../infra/constructs/monitoring/database-alarms.ts';
import { type FunctionKey } from '../../../infra/constructs/monitoring/metrics.ts';
import { MonitoringStack } from '../../../infra/stacks/monitoring-stack.ts';

const GIB = 1024 ** 3;

/** As large as the smallest that is offered. */
export const smallInstance: MonitoredDatabase = {
  kind: 'instance',
  identifier: 'the-database',
  maxConnections: 80,
  memoryBytes: GIB,
  storageBytes: 20 * GIB,
};

export interface Monitored {
  readonly stack: MonitoringStack;
  readonly template: Template;
  /** What is watched, without anything else that a deployment has. */
  readonly watched: Template;
}

/** Monitoring over a small stack of real constructs. The folder is the caller's to remove. */
export function monitored(
  outdir: string,
  choice: ConfigChoice,
  database: MonitoredDatabase = smallInstance,
): Monitored {
  const config = resolveConfig(choice);
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  const below = new Stack(app, 'Below');
  const api = new GraphqlApi(below, 'Graphql', {
    name: 'watched',
    definition: Definition.fromFile('schema.graphql'),
  });
  const each = <Value>(
    make: (key: FunctionKey) => Value,
  ): Readonly<Record<FunctionKey, Value>> => ({
    api: make('api'),
    archive: make('archive'),
    loader: make('loader'),
    schedule: make('schedule'),
    deployment: make('deployment'),
  });
  const functionLogs = each(key => new LogGroup(below, `${key}Log`));
  const stack = new MonitoringStack(app, `${config.prefix}-Monitoring`, {
    ...{ config, api, functionLogs },
    database: { ...database, ...(config.database.proxy && { proxyName: 'the-proxy' }) },
    functions: each(
      key =>
        new Function(below, key, {
          runtime: Runtime.NODEJS_24_X,
          handler: `${functions[key].name}.handler`,
          code: Code.fromInline('export const handler = () => {};'),
          logGroup: functionLogs[key],
        }),
    ),
    apiLog: new LogGroup(below, 'ApiLog', { logGroupName: `/aws/appsync/apis/${api.apiId}` }),
    rules: rules.map(
      ({ name }) =>
        new Rule(below, name, {
          ruleName: `${config.prefix}-${name}`,
          schedule: Schedule.expression('rate(5 minutes)'),
        }),
    ),
    deadLetters: ['Archive', 'Rules'].map(name => new Queue(below, `${name}DeadLetters`)),
    webAclName: `${config.prefix}-Firewall`,
    signIn: { userPoolId: 'the-pool', clientId: 'the-client' },
    distributionId: 'the-distribution',
  });
  return { stack, template: Template.fromStack(stack), watched: Template.fromStack(below) };
}
