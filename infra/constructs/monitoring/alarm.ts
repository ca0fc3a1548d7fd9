import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type AlarmConfig } from '../../config/config.ts';

/** Critical: somebody gets up. Warning: somebody looks in the morning. Info: worth knowing. */
export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Which alarms a deployment has: those that none can do without, or all. */
export type Coverage = AlarmConfig['coverage'];

/** What goes off, when, and for whom. */
export interface AlarmDefinition {
  /** What is wrong, as one name: `FunctionErrors`. Its page in `docs/runbook` has the same name, `function-errors.md`. */
  readonly kind: string;
  /** With which of several things; the alarm is `FunctionErrors-archive` then. */
  readonly subject?: string;
  readonly severity: Severity;
  /** Also there when the coverage is `essential`. */
  readonly essential?: true;
  readonly metric: IMetric;
  /** How the metric compares to the threshold when something is wrong. */
  readonly when: '>=' | '<=' | '<';
  readonly threshold: number;
  /** How many periods of the metric in a row must be so. */
  readonly periods: number;
  /**
   * What it means when there is no number. Left out: nothing is wrong, for most metrics are only written when there is
   * something to count, and a rule that is switched off writes none.
   */
  readonly missing?: 'wrong' | 'as before';
  /** One sentence for whoever reads the message. */
  readonly says: string;
}

export interface AlarmSetProps {
  readonly definitions: readonly AlarmDefinition[];
  readonly coverage: Coverage;
  /** What the name of each alarm begins with. */
  readonly prefix: string;
  /** Where the pages of the runbook are, without the slash at the end. */
  readonly runbookUrl: string;
  readonly topics: Readonly<Record<Severity, ITopic>>;
}

/** Alarms from a table. Each tells the topic of its severity when it goes off and when it is over. */
export class AlarmSet extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmSetProps) {
    super(scope, id);
    const { definitions, coverage, prefix, runbookUrl, topics } = props;
    this.alarms = definitions
      .filter(({ essential }) => coverage === 'full' || essential)
      .map(definition => {
        const name = nameOf(definition);
        const alarm = new Alarm(this, name, {
          alarmName: `${prefix}-${name}`,
          alarmDescription: `${definition.says} ${runbookUrl}/${pageOf(definition.kind)}`,
          metric: definition.metric,
          comparisonOperator: operators[definition.when],
          threshold: definition.threshold,
          evaluationPeriods: definition.periods,
          treatMissingData: definition.missing ? missing[definition.missing] : NOTHING_IS_WRONG,
          // A percentile of a handful of requests says nothing: then the alarm stays as it was.
          ...(isPercentile(definition.metric) && { evaluateLowSampleCountPercentile: 'ignore' }),
        });
        const action = new SnsAction(topics[definition.severity]);
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
        return alarm;
      });
  }
}

const operators = {
  '>=': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  '<=': ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
  '<': ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;

const NOTHING_IS_WRONG = TreatMissingData.NOT_BREACHING;
const missing = {
  wrong: TreatMissingData.BREACHING,
  'as before': TreatMissingData.IGNORE,
} as const;

function nameOf({ kind, subject }: AlarmDefinition): string {
  return subject === undefined ? kind : `${kind}-${subject}`;
}

/** The runbook's page of a kind of alarm: `LatencyP95` has `latency-p95.md`. */
export function pageOf(kind: string): string {
  return `${kind.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()}.md`;
}

function isPercentile(metric: IMetric): boolean {
  return /^p\d/.test(metric.toMetricConfig().metricStat?.statistic ?? '');
}
