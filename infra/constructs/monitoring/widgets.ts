import {
  GraphWidget,
  type IMetric,
  type IWidget,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib';

/** A part of the dashboards: rows of widgets under a heading. */
export interface DashboardSection {
  readonly name: string;
  readonly rows: readonly (readonly IWidget[])[];
}

/** A dashboard is 24 units wide: three graphs beside each other. */
const THIRD = 8;
const WHOLE = 24;

/** Lines over time; `right` has an axis of its own. Both begin at zero. */
export function graph(
  title: string,
  left: readonly IMetric[],
  right: readonly IMetric[] = [],
): IWidget {
  return new GraphWidget({
    ...{ title, width: THIRD, height: 6 },
    left: [...left],
    right: [...right],
    leftYAxis: { min: 0, showUnits: false },
    rightYAxis: { min: 0, showUnits: false },
  });
}

/** A bar for each day, one number on top of the other. */
export function daily(title: string, metrics: readonly IMetric[]): IWidget {
  return new GraphWidget({
    ...{ title, width: THIRD, height: 6, stacked: true },
    left: [...metrics],
    leftYAxis: { min: 0, showUnits: false },
    period: Duration.days(1),
    start: '-P30D',
  });
}

/** The latest numbers as such. */
export function numbers(title: string, metrics: readonly IMetric[]): IWidget {
  return new SingleValueWidget({
    ...{ title, width: WHOLE, height: 3, metrics: [...metrics] },
    setPeriodToTimeRange: true,
  });
}

/** A line of Markdown over the whole width. */
export function heading(markdown: string): IWidget {
  return new TextWidget({ markdown, width: WHOLE, height: 1 });
}
