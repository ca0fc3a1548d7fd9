import { Worker } from 'node:worker_threads';
import { type Stack } from '../local/stack.ts';
import { startBaseline } from './baseline.ts';
import { type Load, type LoadResult } from './load.ts';
import { type Report } from './report.ts';

const CONNECTIONS = 32;
const RATIO_BAR = 0.36;

export const PAGE = `{ appointments(limit: 50) { items { id date startTime durationMinutes status description
  customer { id fullName phoneNumber } consultant { id fullName } feedback { rating comment } } nextToken } }`;
const OVERVIEW = `{ overview { asOf customers { total enabled } appointments { total today upcoming unassigned }
  feedback { count averageRating } period { appointments completed completionRate utilisation } } }`;

/** Requests per second of the local stack, beside a server that only runs one statement and stringifies its rows. */
export async function benchStack(
  report: Report,
  stack: Stack,
  milliseconds: number,
): Promise<void> {
  report.line();
  report.line(`requests per second, ${CONNECTIONS} connections, load from a thread of its own`);
  const baseline = await startBaseline(stack.database.api, 4);
  const token = await stack.token('admin');
  const headers = { 'content-type': 'application/json', authorization: token };
  const ask = (query: string, accept: string, duration = milliseconds) =>
    underLoad({
      url: `${stack.url}graphql`,
      headers,
      body: JSON.stringify({ query }),
      milliseconds: duration,
      accept,
    });
  const plain = (duration = milliseconds) =>
    underLoad({
      url: baseline.url,
      headers: {},
      body: '{}',
      milliseconds: duration,
      accept: '"items"',
    });
  try {
    await plain(1_000);
    await ask(PAGE, '"nextToken":"', 2_000);
    const rounds = 3;
    const results = { baseline: [] as LoadResult[], page: [] as LoadResult[] };
    for (let i = 0; i < rounds; i++) {
      results.baseline.push(await plain());
      results.page.push(await ask(PAGE, '"nextToken":"'));
    }
    const overview = await ask(OVERVIEW, '"appointments":');
    const best = (list: LoadResult[]) => Math.max(...list.map(result => result.requestsPerSecond));
    for (const [title, result] of [
      ['one statement + JSON.stringify', results.baseline.at(-1)],
      ['local stack, page of 50', results.page.at(-1)],
      ['local stack, overview', overview],
    ] as const) {
      if (!result) continue;
      report.line(
        `${title.padEnd(34)} ${result.requestsPerSecond.toFixed(0).padStart(6)} /s   p50 ${result.p50.toFixed(1)} ms   p95 ${result.p95.toFixed(1)} ms`,
      );
    }
    const failures = [...results.page, overview].reduce((sum, result) => sum + result.failures, 0);
    report.bar('failed or wrong answers', failures, 0, 'at most');
    report.bar(
      'page of 50 ÷ one statement + JSON.stringify',
      best(results.page) / best(results.baseline),
      RATIO_BAR,
      'more than',
    );
  } finally {
    await baseline.close();
  }
}

/** Lambda invocations and statements of an operation, as the stack's trace counts them. */
export async function benchCalls(report: Report, stack: Stack): Promise<void> {
  report.line();
  report.line('function invocations and statements, from the trace of each answer');
  const token = await stack.token('admin');
  for (const [title, query] of [
    ['page with customer, consultant, feedback', PAGE],
    ['the same with totalCount', PAGE.replace('nextToken }', 'nextToken totalCount }')],
    [
      'consultants with their appointments',
      '{ consultants(limit: 50) { items { id appointments(limit: 3) { items { id } } } } }',
    ],
    ['overview', OVERVIEW],
  ] as const) {
    const response = await fetch(`${stack.url}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token },
      body: JSON.stringify({ query }),
    });
    await response.text();
    report.line(`${title.padEnd(42)} ${response.headers.get('x-meetassist-trace') ?? 'no trace'}`);
  }
}

function underLoad(
  load: Omit<Load, 'accept' | 'connections'> & { accept: string },
): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./load-worker.ts', import.meta.url), {
      workerData: { ...load, connections: CONNECTIONS },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
