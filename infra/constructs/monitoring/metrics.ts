import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type Construct } from 'constructs';
import { type functions } from '../../../build/functions.ts';
import {
  METRIC_NAMESPACE,
  metricDefinitions,
  type MetricDimension,
  type MetricName,
} from '../../../build/metrics.ts';

export type FunctionKey = keyof typeof functions;

/** A metric, and how it is read. */
export interface MetricRead {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  /** Left out: 5. */
  readonly minutes?: number;
  /** What a graph calls it; its name when left out. */
  readonly label?: string | undefined;
  /** Left out: that of the deployment. Graphs may show another one; alarms cannot read it. */
  readonly region?: string;
}

/** A metric of AWS or of this project. */
export function metric({ namespace, name, dimensions, ...read }: MetricRead): Metric {
  const { statistic, minutes = 5, label, region } = read;
  return new Metric({
    ...{ namespace, metricName: name, statistic },
    dimensionsMap: { ...dimensions },
    ...(label !== undefined && { label }),
    ...(region !== undefined && { region }),
    period: Duration.minutes(minutes),
  });
}

export interface OwnMetricRead {
  readonly deployment: string;
  /** Of metrics that are counted per function. */
  readonly function?: FunctionKey;
  /** Left out: the sum. */
  readonly statistic?: string;
  readonly minutes?: number;
  readonly label?: string;
}

/** A metric that the functions write. Throws when it has a dimension for which there is no value. */
export function ownMetric(name: MetricName, read: OwnMetricRead): Metric {
  const { deployment, function: of, statistic = 'Sum', ...rest } = read;
  const values: Readonly<Record<MetricDimension, string | undefined>> = {
    Deployment: deployment,
    Function: of,
  };
  const dimensions = metricDefinitions[name].dimensions.map(dimension => {
    const value = values[dimension];
    if (value === undefined) throw new Error(`${name} is counted per ${dimension}; say which`);
    return [dimension, value] as const;
  });
  return metric({
    ...{ namespace: METRIC_NAMESPACE, name, statistic, ...rest },
    dimensions: Object.fromEntries(dimensions),
  });
}

/** A number worked out of several metrics; its period holds for all of them. */
export function computed(
  expression: string,
  usingMetrics: Readonly<Record<string, Metric>>,
  { label, minutes = 5 }: { readonly label: string; readonly minutes?: number },
): MathExpression {
  return new MathExpression({
    ...{ expression, label, usingMetrics: { ...usingMetrics } },
    period: Duration.minutes(minutes),
  });
}

/**
 * A metric that is 0 where it has no number. An alarm on silence needs it: of missing numbers alone CloudWatch takes no
 * notice for some periods more than the alarm asks for.
 */
export function zeroWhenSilent(silent: Metric, label: string, minutes = 5): MathExpression {
  return computed('FILL(silent, 0)', { silent }, { label, minutes });
}

/** The sum of metrics; one that has no number counts as 0. */
export function sumOf(metrics: readonly Metric[], label: string): MathExpression {
  const named = metrics.map((each, index) => [`m${index}`, each] as const);
  const filled = named.map(([id]) => `FILL(${id}, 0)`);
  return computed(filled.join(' + '), Object.fromEntries(named), { label });
}

/**
 * What a construct is called in the names of alarms: its path within the stack, without the last parts that only say
 * what kind of thing it is: `Archive/DeadLetters/Queue` is `Archive`.
 */
export function labelOf(construct: Construct): string {
  const { scopes } = construct.node;
  const parts = scopes.slice(scopes.indexOf(Stack.of(construct)) + 1).map(({ node }) => node.id);
  const telling = parts.findLastIndex(part => !['Rule', 'Queue', 'DeadLetters'].includes(part));
  const label = parts.slice(0, Math.max(telling, 0) + 1).join('');
  return label.replace(/(?<=.)DeadLetters$/, '');
}
