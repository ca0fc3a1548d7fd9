import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monitored } from './monitored.ts';
import { alarmsOf, type ReadAlarm } from './templates.ts';

let folder: string;
let alarms: readonly ReadAlarm[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-expressions-'));
  const settings = { database: { proxy: true } };
  const { template } = monitored(path.join(folder, 'prod'), { profile: 'prod', settings });
  alarms = alarmsOf(template, 'MeetAssist');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Numbers of one period by the id of their metric; what is left out is missing. */
type Numbers = Readonly<Record<string, number>>;

/** What CloudWatch makes of an expression in one period, of the few functions that the alarms use. */
function worth(expression: string, numbers: Numbers): number {
  const text = expression.replaceAll(' AND ', ' && ');
  const ids = [...new Set(text.match(/\b[a-z]\w*\b/g))];
  // A missing number is NaN here: whatever is computed with it is missing, too.
  const compute = new Function('IF', 'FILL', ...ids, `return ${text};`) as (
    ...values: unknown[]
  ) => number;
  return compute(
    (condition: boolean, yes: number, no: number) => (condition ? yes : no),
    (value: number, instead: number) => (Number.isNaN(value) ? instead : value),
    ...ids.map(id => numbers[id] ?? NaN),
  );
}

interface Query {
  readonly Id: string;
  readonly Expression?: string;
}

/** Whether an alarm finds a period wrong. */
function isWrong(kind: string, numbers: Numbers): boolean {
  const { properties } = alarms.find(alarm => alarm.kind === kind) ?? {};
  const queries = (properties?.['Metrics'] ?? []) as readonly Query[];
  const expression = queries.find(each => each.Expression !== undefined)?.Expression;
  if (!properties || expression === undefined) throw new Error(`${kind} computes nothing`);
  for (const id of Object.keys(numbers)) expect(queries.map(({ Id }) => Id)).toContain(id);
  const value = worth(expression, numbers);
  const threshold = Number(properties['Threshold']);
  return properties['ComparisonOperator'] === 'LessThanThreshold'
    ? value < threshold
    : value >= threshold;
}

describe('runs that do not succeed', () => {
  test.for([
    ['the rule is off', {}, false],
    ['runs succeed', { triggered: 3, succeeded: 3 }, false],
    ['one of three succeeds', { triggered: 3, succeeded: 1 }, false],
    ['somebody starts runs while the rule is off', { succeeded: 1 }, false],
    ['the rule has only just been switched on', { triggered: 1 }, false],
    ['the rule goes off and no run succeeds', { triggered: 3 }, true],
  ] as const)('%s', ([, numbers, expected]) => {
    expect(isWrong('ArchiveNotSucceeding', numbers)).toBe(expected);
  });
});

describe('P-52: the archive grows old in a quarter of an hour', () => {
  test.for([
    ['runs succeed', { age: 4 }, false],
    ['the last one succeeded some minutes ago', { age: 600 }, false],
    ['runs end, and commit nothing', { age: 1_200 }, true],
    ['nothing runs', {}, true],
  ] as const)('%s', ([, numbers, expected]) => {
    expect(isWrong('ArchiveAge', numbers)).toBe(expected);
  });

  test('and is told after an hour of them', () => {
    const { properties } = alarms.find(({ kind }) => kind === 'ArchiveAge') ?? {};
    const { EvaluationPeriods, Metrics } = properties as {
      readonly EvaluationPeriods: number;
      readonly Metrics: readonly { readonly MetricStat?: { readonly Period: number } }[];
    };
    const [seconds = 0] = Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
    expect(EvaluationPeriods * seconds).toBe(3_600);
    expect(properties?.['Threshold']).toBe(seconds);
  });
});

describe('connections of the proxy', () => {
  test.for([
    ['nobody connects', {}, false],
    ['half of them are lent', { borrowed: 30, allowed: 60 }, false],
    ['nearly all are lent', { borrowed: 55, allowed: 60 }, true],
  ] as const)('%s', ([, numbers, expected]) => {
    expect(isWrong('ProxyConnections', numbers)).toBe(expected);
  });
});

describe('fields that fail', () => {
  test.for([
    ['nobody asks', {}, false],
    ['all is well', { requests: 1_000 }, false],
    ['a few of a few fail', { errors: 9, requests: 9 }, false],
    ['a tenth is refused', { errors: 100, requests: 1_000 }, false],
    ['half of them fail', { errors: 10, requests: 20 }, true],
    ['all of them fail', { errors: 500, requests: 500 }, true],
  ] as const)('%s', ([, numbers, expected]) => {
    expect(isWrong('FieldsFailing', numbers)).toBe(expected);
  });
});

describe('cold starts', () => {
  test.for([
    ['nobody asks', {}, false],
    ['the first of the day', { starts: 5, invocations: 20 }, false],
    ['one in a hundred', { starts: 5, invocations: 500 }, false],
    ['one in ten', { starts: 50, invocations: 500 }, true],
  ] as const)('%s', ([, numbers, expected]) => {
    expect(isWrong('ColdStartRate', numbers)).toBe(expected);
  });
});

describe('errors of all data sources', () => {
  test.for([
    ['none', {}, false],
    ['few of each', { m0: 20, m1: 20 }, false],
    ['many of one', { m2: 50 }, true],
    ['many together', { m0: 20, m1: 20, m3: 10 }, true],
  ] as const)('%s', ([, numbers, expected]) => {
    expect(isWrong('GraphqlErrors', numbers)).toBe(expected);
  });
});

test.for([
  ['DatabaseDown', { silent: 5 }, false],
  ['DatabaseDown', {}, true],
  ['ScheduleSilent', { silent: 3 }, false],
  ['ScheduleSilent', {}, true],
  ['EventsLost', {}, false],
  ['EventsLost', { m1: 1 }, true],
  ['SignInThrottles', {}, false],
  ['SignInThrottles', { m0: 3, m1: 1 }, false],
  ['SignInThrottles', { m0: 3, m1: 2 }, true],
] as const)('%s with %j: %s', ([kind, numbers, expected]) => {
  expect(isWrong(kind, numbers)).toBe(expected);
});
