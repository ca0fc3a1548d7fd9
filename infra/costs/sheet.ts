import { type ProfileName, profileNames } from '../config/config.ts';
import { type CostLine, linesOf, totalOf } from './lines.ts';
import { type Price, prices } from './prices.ts';
import { type PricedResource, quantitiesOf } from './quantities.ts';
import { per, usages } from './usage.ts';

/** The resources of all templates of a profile with these settings. */
export type Templates = (profile: ProfileName, settings: object) => readonly PricedResource[];

/** What a larger office may set, each by itself on top of prod. */
const larger: readonly (readonly [setting: string, settings: object])[] = [
  ['`database.instanceType: t4g.small`', { database: { instanceType: 't4g.small' } }],
  ['`database.multiAz: true`', { database: { multiAz: true } }],
  ['`database.proxy: true`', { database: { proxy: true } }],
  [
    '`database.engine: aurora` on t4g.medium',
    { database: { engine: 'aurora', instanceType: 't4g.medium' } },
  ],
  ['`api.provisionedConcurrency: 2`', { api: { provisionedConcurrency: 2 } }],
  ['`api.cache`, SMALL', { api: { cache: { size: 'SMALL', ttlSeconds: 60 } } }],
];

/** The part of the cost sheet that is computed, in Markdown: everything but its words. */
export function costSheet(templates: Templates): string {
  const monthly = (profile: ProfileName, settings: object = {}): CostLine[] =>
    linesOf(quantitiesOf(templates(profile, settings)), usages[profile]);
  const base = totalOf(monthly('prod'));
  return [
    '## A month',
    table(
      ['profile', 'USD', 'of it for the database'],
      profileNames.map(profile => {
        const lines = monthly(profile);
        const database = lines.filter(({ price }) => /^(Aurora )?db\.|of the database/.test(price));
        return [`\`${profile}\``, money(totalOf(lines)), money(totalOf(database))];
      }),
    ),
    ...profileNames.flatMap(profile => [`### \`${profile}\``, sheetOf(monthly(profile))]),
    '## What growing costs',
    'Each by itself, on top of `prod`:',
    table(
      ['setting', 'USD in a month more'],
      larger.map(([setting, settings]) => [
        setting,
        money(totalOf(monthly('prod', settings)) - base),
      ]),
    ),
    '## What is assumed of a month',
    table(
      ['', ...profileNames.map(name => `\`${name}\``)],
      [
        ['requests of people', ...usage(each => each.thousandRequests * 1000)],
        ['runs of the archive', ...usage(each => each.archiveRuns)],
        ['of them with something to write', ...usage(each => each.writingRuns)],
        ['GB in the bucket', ...usage(each => each.archiveGb)],
        ['GB of logs', ...usage(each => each.logGb)],
        ['share of hours in which metrics are written', ...usage(each => each.busyShare)],
      ],
    ),
    `A request is ${per.request.invocations} invocations of ${per.request.seconds} s; a run of the archive takes ${per.archiveRun.seconds} s, writes ${per.writingRun.writes} objects when something changed and ${per.idleRun.writes} when not.`,
    '## What is assumed of prices',
    table(
      ['', 'USD', 'for each', 'free in a month', 'to be checked at'],
      Object.entries<Price>(prices).map(([name, { usd, per: unit, free, page }]) => [
        name,
        number(usd),
        unit,
        free === undefined ? '' : number(free),
        `<https://aws.amazon.com/${page}/>`,
      ]),
    ),
  ].join('\n\n');
}

function sheetOf(lines: readonly CostLine[]): string {
  const rows = lines.map(({ price, quantity, from, how, usd }) => {
    const { usd: each, per: unit, free = 0 }: Price = prices[price];
    const paid = free === 0 ? number(quantity) : `(${number(quantity)} − ${number(free)} free)`;
    const sum =
      quantity <= free
        ? `${number(quantity)}, ${number(free)} are free`
        : `${paid} × ${number(each)}`;
    return [price, how ?? '', from, `${sum} (${unit})`, money(usd)];
  });
  return table(
    ['what', 'how much', 'known from', 'arithmetic', 'USD'],
    [...rows, ['**in all**', '', '', '', `**${money(totalOf(lines))}**`]],
  );
}

const usage = (take: (each: (typeof usages)[ProfileName]) => number): string[] =>
  profileNames.map(name => number(take(usages[name])));

const money = (usd: number): string => usd.toFixed(2);

/** With commas, and no digits that nobody needs. */
const number = (value: number): string =>
  new Intl.NumberFormat('en', { maximumSignificantDigits: value < 1 ? 6 : 7 }).format(value);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
