import { functions } from '../../build/functions.ts';
import { type Price, type PriceName, prices } from './prices.ts';
import { type Quantities } from './quantities.ts';
import { MONTH_HOURS, per, type Usage } from './usage.ts';

/** A line of the sheet. */
export interface CostLine {
  readonly price: PriceName;
  /** In the unit of the price, before what is free. */
  readonly quantity: number;
  /** Where the quantity comes from. */
  readonly from: 'template' | 'usage';
  /** How it comes about, where it is not counted: `1 × 730 h`. */
  readonly how?: string;
  readonly usd: number;
}

/** What a month costs, line by line. */
export function linesOf(counted: Quantities, usage: Usage): CostLine[] {
  const { thousandRequests, archiveRuns, writingRuns, archiveGb, logGb, busyShare } = usage;
  const invocations = thousandRequests * 1000 * per.request.invocations + 2 * archiveRuns;
  const gbSeconds =
    thousandRequests * 1000 * per.request.invocations * per.request.seconds * gbOf('api') +
    archiveRuns * per.archiveRun.seconds * gbOf('archive');
  const writes =
    writingRuns * per.writingRun.writes + (archiveRuns - writingRuns) * per.idleRun.writes;
  const millionRequests = (thousandRequests * 1000 + 2 * archiveRuns) / 1e6;
  const hourly = (price: PriceName, count: number, what = ''): CostLine[] =>
    count === 0
      ? []
      : [line(price, count * MONTH_HOURS, 'template', `${count}${what} × ${MONTH_HOURS} h`)];
  return [
    ...Object.entries(counted.servers).flatMap(([name, count]) => hourly(priceOf(name), count)),
    ...countedLines('storage of the database, gp3', counted.storageGb),
    ...(counted.hasAurora ? [line('storage of Aurora', 10, 'usage')] : []),
    // Two at least, whatever the server has.
    ...hourly('vCPU of RDS Proxy', counted.proxies * 2),
    ...countedLines('secret', counted.secrets),
    line('requests of AppSync', millionRequests, 'usage', 'of people and rules'),
    ...(counted.cache ? hourly(priceOf(`cache of AppSync, ${counted.cache}`), 1) : []),
    line('invocations of Lambda', invocations / 1e6, 'usage'),
    line('time of Lambda', gbSeconds, 'usage'),
    ...(counted.warmGb === 0
      ? []
      : [
          line(
            'warm containers of Lambda',
            counted.warmGb * MONTH_HOURS * 3600,
            'template',
            `${counted.warmGb} GB × ${MONTH_HOURS} h`,
          ),
        ]),
    ...countedLines('web ACL', counted.webAcls),
    ...countedLines('rule of a web ACL', counted.webAclRules),
    line('requests of the firewall', millionRequests, 'usage'),
    ...countedLines('metric of an alarm', counted.alarmMetrics, `${counted.alarms} alarms`),
    ...countedLines('dashboard', counted.dashboards),
    line(
      'metric of ours, or of a data source',
      counted.ownMetrics * busyShare,
      'template',
      `${counted.ownMetrics} × ${busyShare} of all hours`,
    ),
    line('lines of logs', logGb, 'usage', `${counted.logGroups} groups, 30 days`),
    line('traces', millionRequests, 'usage'),
    ...countedLines('key', counted.keys),
    line('storage of S3', archiveGb, 'usage'),
    line('writing requests of S3', writes / 1000, 'usage', `${archiveRuns} runs`),
    line('events of S3 for EventBridge', writes / 1e6, 'usage'),
  ];
}

export const totalOf = (lines: readonly CostLine[]): number =>
  lines.reduce((sum, { usd }) => sum + usd, 0);

function line(price: PriceName, quantity: number, from: CostLine['from'], how?: string): CostLine {
  const { usd, free = 0 }: Price = prices[price];
  const paid = Math.max(0, quantity - free);
  return { price, quantity, from, usd: paid * usd, ...(how !== undefined && { how }) };
}

/** What a template has none of has no line. */
const countedLines = (price: PriceName, count: number, how?: string): CostLine[] =>
  count === 0 ? [] : [line(price, count, 'template', how)];

const gbOf = (name: keyof typeof functions): number => functions[name].memoryMb / 1024;

function priceOf(name: string): PriceName {
  if (name in prices) return name as PriceName;
  throw new Error(`there is no price of ${name} in infra/costs/prices.ts`);
}
