import { AlarmStatusWidget, Dashboard, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type Coverage } from './alarm.ts';
import { type DashboardSection, heading } from './widgets.ts';

export interface DashboardsProps {
  /** What the dashboards' names begin with. */
  readonly prefix: string;
  readonly coverage: Coverage;
  readonly sections: readonly DashboardSection[];
  readonly alarms: readonly IAlarm[];
}

/**
 * A dashboard for each section, all alarms on top of the first. With the coverage `essential` one dashboard holds all,
 * for three in an account are free and each further one is paid for.
 */
export class Dashboards extends Construct {
  readonly count: number;

  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const { prefix, coverage, sections, alarms } = props;
    const pages = coverage === 'full' ? sections.map(section => [section]) : [sections];
    this.count = pages.length;
    for (const [index, page] of pages.entries()) {
      const name = coverage === 'full' ? page.map(each => each.name).join('') : 'All';
      const dashboard = new Dashboard(this, name, { dashboardName: `${prefix}-${name}` });
      if (index === 0) {
        dashboard.addWidgets(
          new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 6 }),
        );
      }
      for (const section of page) {
        dashboard.addWidgets(heading(`# ${section.name}`));
        for (const row of section.rows) dashboard.addWidgets(...row);
      }
    }
  }
}
