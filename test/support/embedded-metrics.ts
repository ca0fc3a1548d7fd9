/** What is wrong with a line as CloudWatch reads it (specification of the embedded metric format); empty when nothing. */
export function emfFaults(line: string): string[] {
  const faults: string[] = [];
  const root = JSON.parse(line) as Record<string, unknown>;
  const meta = root['_aws'] as Meta | undefined;
  if (!meta) return ['there is no _aws'];
  if (Buffer.byteLength(line) > 262_144) faults.push('the line is larger than an event');
  if (!Number.isInteger(meta.Timestamp) || meta.Timestamp < 1e12)
    faults.push(`the timestamp ${meta.Timestamp} is not in milliseconds`);
  if (!Array.isArray(meta.CloudWatchMetrics) || meta.CloudWatchMetrics.length === 0)
    faults.push('there are no directives');
  for (const { Namespace, Dimensions, Metrics } of meta.CloudWatchMetrics) {
    if (!/^[\w./#:-]{1,255}$/.test(Namespace)) faults.push(`the namespace ${Namespace}`);
    if (Metrics.length === 0 || Metrics.length > 100) faults.push(`${Metrics.length} metrics`);
    for (const set of Dimensions) {
      if (set.length > 30) faults.push(`${set.length} dimensions`);
      for (const name of set) {
        const value = root[name];
        if (typeof value !== 'string' || !/^[\x20-\x7e]{1,1024}$/.test(value))
          faults.push(`the dimension ${name} has no value`);
      }
    }
    for (const { Name, Unit } of Metrics) {
      if (!UNITS.has(Unit)) faults.push(`the unit ${Unit} of ${Name}`);
      if (!/^.{1,1024}$/.test(Name)) faults.push(`the name ${Name}`);
      if (typeof root[Name] !== 'number' || !Number.isFinite(root[Name]))
        faults.push(`the metric ${Name} has no number`);
    }
  }
  return faults;
}

/** The names of the metrics that CloudWatch makes of a line, each with its dimensions' values; sorted. */
export function emfMetrics(line: string): string[] {
  const root = JSON.parse(line) as Record<string, unknown>;
  const { CloudWatchMetrics } = root['_aws'] as Meta;
  return CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap(set =>
      Metrics.map(({ Name }) => `${Name}{${set.map(name => root[name]).join()}}=${root[Name]}`),
    ),
  ).sort();
}

interface Meta {
  readonly Timestamp: number;
  readonly CloudWatchMetrics: readonly {
    readonly Namespace: string;
    readonly Dimensions: readonly (readonly string[])[];
    readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
  }[];
}

const UNITS = new Set(['Seconds', 'Milliseconds', 'Bytes', 'Percent', 'Count', 'None']);
