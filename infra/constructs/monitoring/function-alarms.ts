import { type IFunction } from 'aws-cdk-lib/aws-lambda';
import { functions as definitions } from '../../../build/functions.ts';
import { type AlarmDefinition, type Severity } from './alarm.ts';
import { lambdaMetric } from './lambda-metrics.ts';
import { type FunctionKey, ownMetric } from './metrics.ts';

export interface FunctionAlarmsProps {
  readonly deployment: string;
  readonly functions: Readonly<Record<FunctionKey, IFunction>>;
  /** How many containers of the api function at once are too many. */
  readonly apiConcurrency: number;
}

/** Those that are invoked with an event that nobody waits for, and which Lambda sends again when they fail. */
const withJobs = ['archive', 'loader'] as const satisfies readonly FunctionKey[];

export function functionAlarms(props: FunctionAlarmsProps): readonly AlarmDefinition[] {
  const { deployment, functions, apiConcurrency } = props;
  const keys = Object.keys(definitions) as FunctionKey[];
  return [
    ...keys.flatMap(key => ofEach(key, functions[key])),
    ...withJobs.flatMap(key => ofJobs(key, functions[key], deployment)),
    {
      ...{ kind: 'DeploymentFailed', severity: 'warning', essential: true },
      // The function tells CloudFormation of the failure and ends without an error of its own.
      metric: ownMetric('JobsFailed', { deployment, function: 'deployment' }),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: 'The database, or its bucket, could not be prepared for a deployment, which is rolled back.',
    },
    {
      kind: 'Concurrency',
      subject: 'api',
      severity: 'warning',
      metric: lambdaMetric(functions.api, 'ConcurrentExecutions', 'Maximum'),
      ...{ when: '>=', threshold: apiConcurrency, periods: 1 },
      says: `The api function runs in ${apiConcurrency} containers at once or more, and each holds a connection.`,
    },
  ];
}

/** People wait for the api function only: what it refuses to begin, they see. */
function throttlesOf(key: FunctionKey): {
  readonly severity: Severity;
  readonly threshold: number;
} {
  return key === 'api'
    ? { severity: 'critical', threshold: 5 }
    : { severity: 'warning', threshold: 1 };
}

function ofEach(key: FunctionKey, lambda: IFunction): readonly AlarmDefinition[] {
  const { timeoutMs } = definitions[key];
  return [
    {
      ...{ kind: 'FunctionErrors', subject: key, severity: 'warning', essential: true },
      metric: lambdaMetric(lambda, 'Errors', 'Sum'),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: `An invocation of the ${key} function ended in an error that nobody expected.`,
    },
    {
      ...{ kind: 'FunctionThrottles', subject: key, when: '>=', periods: 1 },
      ...throttlesOf(key),
      metric: lambdaMetric(lambda, 'Throttles', 'Sum'),
      says: `Lambda refuses to start the ${key} function: too many run already.`,
    },
    {
      ...{ kind: 'FunctionNearTimeout', subject: key, severity: 'warning' },
      metric: lambdaMetric(lambda, 'Duration', 'Maximum'),
      ...{ when: '>=', threshold: timeoutMs * 0.8, periods: 1 },
      says: `An invocation of the ${key} function took more than four fifths of its ${timeoutMs / 1_000} s.`,
    },
  ];
}

function ofJobs(
  key: (typeof withJobs)[number],
  lambda: IFunction,
  deployment: string,
): readonly AlarmDefinition[] {
  const severity = 'warning';
  return [
    {
      ...{ kind: 'JobsFailed', subject: key, severity, essential: true },
      metric: ownMetric('JobsFailed', { deployment, function: key }),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: `A job of the ${key} function has FAILED.`,
    },
    {
      ...{ kind: 'AsyncEventsDropped', subject: key, severity },
      metric: lambdaMetric(lambda, 'AsyncEventsDropped', 'Sum'),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: `Lambda gave up an event of the ${key} function: a job was not done.`,
    },
    {
      ...{ kind: 'AsyncEventAge', subject: key, severity },
      metric: lambdaMetric(lambda, 'AsyncEventAge', 'Maximum'),
      // Two minutes are between attempts at most; what waits longer is throttled, or an attempt ran for long and failed.
      ...{ when: '>=', threshold: 600_000, periods: 1 },
      says: `An event waited longer than ten minutes for the ${key} function.`,
    },
  ];
}
