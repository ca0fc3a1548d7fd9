import { type ClientConfig } from 'pg';
import { cases } from './cases.ts';
import { openBench, type Bench } from './handler.ts';
import { inTurns } from './measure.ts';
import { type Report } from './report.ts';

const RATIO_BAR = 1.5;
const DEPTH_BAR = 1.3;
const GROWTH_BAR = 1.3;
/** Both ends of this list show rows of the same kind, feedback included: only their depth differs. */
const COMPLETED = 'appointments, completed';
/** These show the start page and its charts: their cost must not follow the number of appointments. */
const ROLLED_UP = ['overview, totals and period', 'daily summaries of 90 days'];

/** Every list and statistic at the handler, beside its own SQL run raw on the same connection. */
export async function benchHandlers(
  report: Report,
  bench: Bench,
  milliseconds: number,
): Promise<void> {
  report.line('handler beside the same SQL raw on the same connection (ms; p50, p95)');
  for (const request of cases) {
    const { handler, raw, statements } = await bench.compare(request, milliseconds);
    const numbers = [handler.p50, handler.p95, raw.p50, raw.p95].map(n => n.toFixed(2).padStart(8));
    report.line(
      `${request.title.padEnd(40)} handler ${numbers[0]}${numbers[1]}   raw ${numbers[2]}${numbers[3]}   statements ${statements}`,
    );
    report.bar(`${request.title}: handler ÷ raw`, handler.p50 / raw.p50, RATIO_BAR, 'at most');
    if (request.atMost)
      report.bar(`${request.title}: p50`, handler.p50, request.atMost, 'at most', ' ms');
  }
}

/** The deepest page of the list of appointments against the first one. */
export async function benchDepth(
  report: Report,
  bench: Bench,
  milliseconds: number,
): Promise<void> {
  const first = cases.find(({ title }) => title === COMPLETED);
  if (!first) throw new Error('there are no cases');
  const oldest = {
    ...first,
    title: 'deepest page',
    input: { ...first.input, nextToken: await deepestToken(bench) },
  };
  const [shallow, deep] = await inTurns([() => bench.run(first), () => bench.run(oldest)], {
    milliseconds,
    leastRuns: 50,
  });
  if (!shallow || !deep) throw new Error('nothing was measured');
  report.line();
  report.bar(
    'appointments: deepest page ÷ first page',
    deep.p50 / shallow.p50,
    DEPTH_BAR,
    'at most',
  );
}

/** What a million appointments cost against two hundred thousand. */
export async function benchGrowth(
  report: Report,
  large: ClientConfig,
  medium: ClientConfig,
  now: Date,
  milliseconds: number,
): Promise<void> {
  report.line();
  const [big, small] = [await openBench(large, now), await openBench(medium, now)];
  try {
    for (const request of cases.filter(({ title }) => ROLLED_UP.includes(title))) {
      const [million, fifth] = await inTurns([() => big.run(request), () => small.run(request)], {
        milliseconds: milliseconds * 2,
        leastRuns: 50,
      });
      if (!million || !fifth) throw new Error('nothing was measured');
      report.bar(
        `${request.title}: 1,000,000 ÷ 200,000 appointments`,
        million.p50 / fifth.p50,
        GROWTH_BAR,
        'at most',
      );
    }
  } finally {
    await big.close();
    await small.close();
  }
}

/** A token a hundred rows before the end of the list: the first page's, with the keys of such a row in it. */
async function deepestToken(bench: Bench): Promise<string> {
  const first = cases.find(({ title }) => title === COMPLETED);
  if (!first) throw new Error('there are no cases');
  const start = await bench.run({ ...first, input: { ...first.input, limit: 100 } });
  if (!('data' in start)) throw new Error('the first page failed');
  const token = (start.data as { nextToken: string }).nextToken;
  const oldest = await bench.run({
    ...first,
    input: { ...first.input, orderBy: 'DATE_ASC', limit: 100 },
    selection: '{ items { id date startTime } }',
  });
  if (!('data' in oldest)) throw new Error('the oldest page failed');
  const items = (oldest.data as { items: { id: string; date: string; startTime: string }[] }).items;
  const target = items.at(-1);
  const [binding] = JSON.parse(Buffer.from(token, 'base64url').toString()) as string[];
  if (!target || !binding) throw new Error('the list is too short');
  return Buffer.from(JSON.stringify([binding, target.date, target.startTime, target.id])).toString(
    'base64url',
  );
}
