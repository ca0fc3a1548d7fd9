import { type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IFunction } from 'aws-cdk-lib/aws-lambda';
import { metric } from './metrics.ts';

/** A metric that Lambda keeps of one function. Durations and ages are in milliseconds. */
export function lambdaMetric(
  { functionName }: IFunction,
  name:
    | 'Invocations'
    | 'Errors'
    | 'Throttles'
    | 'Duration'
    | 'ConcurrentExecutions'
    | 'AsyncEventsDropped'
    | 'AsyncEventAge',
  statistic: string,
  read: { readonly minutes?: number; readonly label?: string } = {},
): Metric {
  return metric({
    ...{ namespace: 'AWS/Lambda', name, statistic, ...read },
    dimensions: { FunctionName: functionName },
  });
}
