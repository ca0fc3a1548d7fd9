import { fork } from 'node:child_process';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Stack } from '../local/stack.ts';
import { type Load, type LoadResult } from './load.ts';
import { type Report } from './report.ts';
import { PAGE } from './stack.ts';

/** A load as it travels to another process: `accept` is a text that right answers contain. */
export type WorkerLoad = Omit<Load, 'accept'> & { readonly accept: string };

// Without a flag on the command line, which the stack's own start does not have either.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const FLAT = 1.2;
/** Of the slowest in a hundred: whoever comes first is served first, so nobody waits much longer than the others. */
const FAIR = 2;
const MEGABYTE = 1024 * 1024;

/**
 * Memory of the stack's process (without PostgreSQL's) over 100,000 requests. What is alive on the heap of the main
 * thread shows a leak at once; resident memory also holds what the engine keeps for later, and settles by and by.
 */
export async function benchMemory(report: Report, stack: Stack): Promise<void> {
  report.line();
  report.line('memory of the stack over 100,000 requests, 32 connections');
  const query = '{ me { username } consultants(limit: 5) { items { id fullName } } }';
  const readings: { resident: number; alive: number }[] = [];
  let failures = 0;
  for (let part = 1; part <= 10; part++) {
    const load = { query, accept: '"consultants"', connections: 32, requests: 10_000 };
    failures += (await loadOn(stack, load)).failures;
    const reading = { resident: resident(), alive: alive() };
    readings.push(reading);
    report.line(
      `after ${part * 10_000}: ${reading.resident.toFixed(0)} MB resident, ${reading.alive.toFixed(1)} MB alive`,
    );
  }
  const [first, half, last] = [readings[0], readings[4], readings[9]];
  if (!first || !half || !last) return;
  report.bar('failed or wrong answers', failures, 0, 'at most');
  report.bar('alive after 100,000 ÷ after 10,000', last.alive / first.alive, FLAT, 'at most');
  report.bar(
    'resident after 100,000 ÷ after 50,000',
    last.resident / half.resident,
    FLAT,
    'at most',
  );
}

/** 1,000 connections for minutes: what fails, how long the slowest wait, and whether memory grows. */
export async function benchSoak(report: Report, stack: Stack, minutes: number): Promise<void> {
  const connections = 1_000;
  report.line();
  report.line(`page of 50 with ${connections} connections for ${minutes} minutes`);
  const readings: number[] = [];
  const milliseconds = minutes * 60_000;
  const reading = setInterval(() => readings.push(resident()), milliseconds / 100);
  try {
    const load = { query: PAGE, accept: '"nextToken":"', connections, milliseconds };
    const { p50, p99, failures, requestsPerSecond } = await loadOn(stack, load);
    const [early, late] = [median(readings.slice(5, 15)), median(readings.slice(-10))];
    const fair = (connections / requestsPerSecond) * 1_000;
    report.line(
      `${requestsPerSecond.toFixed(0)} /s   p50 ${p50.toFixed(0)} ms   if all wait alike ${fair.toFixed(0)} ms`,
    );
    report.line(`memory early ${early.toFixed(0)} MB, late ${late.toFixed(0)} MB`);
    report.bar('failed or wrong answers', failures, 0, 'at most');
    report.bar('p99', p99, 1_400, 'at most', ' ms');
    report.bar('p99 ÷ the wait if all wait alike', p99 / fair, FAIR, 'at most');
    report.bar('memory late ÷ early', late / early, FLAT, 'at most');
  } finally {
    clearInterval(reading);
  }
}

async function loadOn(
  stack: Stack,
  load: {
    readonly query: string;
    readonly accept: string;
    readonly connections: number;
    readonly requests?: number;
    readonly milliseconds?: number;
  },
): Promise<LoadResult> {
  const { query, milliseconds = 600_000, ...others } = load;
  const headers = {
    'content-type': 'application/json',
    authorization: await stack.token('admin'),
  };
  const body = JSON.stringify({ query });
  const sent: WorkerLoad = { url: `${stack.url}graphql`, headers, body, milliseconds, ...others };
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'load-process.ts'));
    child.once('message', result => resolve(result as LoadResult));
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`The load ended with ${code} and no result.`)));
    child.send(sent);
  });
}

function resident(): number {
  return process.memoryUsage.rss() / MEGABYTE;
}

function alive(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / MEGABYTE;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
