import { type Template } from 'aws-cdk-lib/assertions';

export interface Resource {
  readonly id: string;
  readonly properties: Record<string, unknown>;
}

export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.entries(template.findResources(type)).map(([id, resource]) => ({
    id,
    properties: (resource as { readonly Properties?: Record<string, unknown> }).Properties ?? {},
  }));
}

/** A metric that an alarm or a widget reads. Values that only the deployment knows are texts of JSON. */
export interface ReadMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface ReadAlarm {
  readonly name: string;
  readonly description: string;
  /** Without the deployment's prefix and the subject: `FunctionErrors`. */
  readonly kind: string;
  readonly metrics: readonly ReadMetric[];
  readonly properties: Record<string, unknown>;
}

type CfnMetric = {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
};

/** The alarms of a template, each with every metric that it reads. */
export function alarmsOf(template: Template, prefix: string): ReadAlarm[] {
  return resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ properties }) => {
    const name = String(properties['AlarmName']);
    const queries = properties['Metrics'] as
      readonly { readonly MetricStat?: { readonly Metric: CfnMetric } }[] | undefined;
    const plain = properties as CfnMetric;
    const read = queries
      ? queries.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))
      : [plain];
    return {
      name,
      kind: name.slice(prefix.length + 1).replace(/-.*$/, ''),
      description: String(properties['AlarmDescription']),
      metrics: read.map(({ Namespace, MetricName, Dimensions = [] }) => ({
        namespace: Namespace,
        name: MetricName,
        dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, text(Value)])),
      })),
      properties,
    };
  });
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** A text with values in it that only the deployment knows; each is written `{what it is}` without quotes. */
export function joined(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = (value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] })[
    'Fn::Join'
  ];
  if (!parts) return `{${JSON.stringify(value).replaceAll(/["\\{}]/g, '')}}`;
  return parts[1].map(joined).join(parts[0]);
}
