import { type MetricDimension, metrics, type MetricName } from './metrics.ts';

const NAMESPACE = 'MeetAssist';

/** Where an invocation is counted: what its metrics' dimensions say. */
export type MetricPlace = Readonly<Record<MetricDimension, string>>;

/**
 * What a line of the log has to hold beside the numbers themselves, so that CloudWatch makes metrics of them. Undefined
 * when there is nothing to count. Source: CloudWatch user guide, "Specification: Embedded metric format".
 */
export function embeddedMetrics(
  counts: Readonly<Partial<Record<MetricName, number>>>,
  place: MetricPlace,
  at: Date,
): object | undefined {
  const directives = new Map<string, Directive>();
  const dimensions: Partial<Record<MetricDimension, string>> = {};
  for (const name of Object.keys(counts) as MetricName[]) {
    const definition = metrics[name];
    const key = definition.dimensions.join();
    const directive = directives.get(key) ?? {
      Namespace: NAMESPACE,
      Dimensions: [definition.dimensions],
      Metrics: [],
    };
    directives.set(key, directive);
    directive.Metrics.push({ Name: name, Unit: definition.unit });
    for (const dimension of definition.dimensions) dimensions[dimension] = place[dimension];
  }
  if (directives.size === 0) return undefined;
  return {
    ...dimensions,
    _aws: { Timestamp: at.getTime(), CloudWatchMetrics: [...directives.values()] },
  };
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly MetricDimension[])[];
  readonly Metrics: { readonly Name: MetricName; readonly Unit: string }[];
}
