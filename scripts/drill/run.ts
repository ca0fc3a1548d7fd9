import { setTimeout as sleep } from 'node:timers/promises';
import { type DrillOptions } from './options.ts';

/** What a job says of a drill. */
interface DrillJob {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
  readonly drill: {
    readonly rows: number;
    readonly seconds: number;
    readonly archiveAgeSeconds: number;
    readonly identical: boolean;
    readonly differences: readonly string[];
  } | null;
}

/** The drill could not be asked for, or did not come to an end; the message is a sentence. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const BETWEEN_LOOKS_MS = 2_000;
/** The service itself gives up after 30 s. */
const LONGEST_ANSWER_MS = 40_000;

const START = 'mutation StartDrill { restoreDrill { id } }';
const LOOK = `query LookAtDrill($id: ID!) {
  job(id: $id) { id status error drill { rows seconds archiveAgeSeconds identical differences } }
}`;

/**
 * Starts a drill, waits for its end and prints what came of it. True when everything was there and both targets were
 * kept. Throws {@link NoAnswer}.
 */
export async function runDrill(
  options: DrillOptions,
  print: (line: string) => void,
): Promise<boolean> {
  const { restoreDrill } = await ask<{ restoreDrill: { id: string } }>(options, START, {});
  print(`Drill ${restoreDrill.id} has begun.`);
  return told(await ended(options, restoreDrill.id), options, print);
}

async function ended(options: DrillOptions, id: string): Promise<DrillJob> {
  const until = performance.now() + options.patienceSeconds * 1000;
  for (;;) {
    const { job } = await ask<{ job: DrillJob }>(options, LOOK, { id });
    if (job.status !== 'QUEUED' && job.status !== 'RUNNING') return job;
    const left = until - performance.now();
    if (left <= 0) {
      throw new NoAnswer(
        `The drill ${id} is ${job.status} after ${options.patienceSeconds} s; \`job(id: "${id}")\` tells its end.`,
      );
    }
    await sleep(Math.min(left, BETWEEN_LOOKS_MS));
  }
}

function told(
  { status, error, drill }: DrillJob,
  { rtoSeconds, rpoSeconds }: DrillOptions,
  print: (line: string) => void,
): boolean {
  if (drill) {
    const { rows, seconds, archiveAgeSeconds, identical, differences } = drill;
    print(`  rows       ${rows}`);
    print(
      `  restored   ${seconds} s   target (RTO) ${rtoSeconds} s   ${word(seconds, rtoSeconds)}`,
    );
    print(
      `  would lose ${archiveAgeSeconds} s   target (RPO) ${rpoSeconds} s   ${word(archiveAgeSeconds, rpoSeconds)}`,
    );
    print(`  identical  ${identical ? 'yes' : 'NO'}`);
    for (const each of differences) print(`    ${each}`);
    if (
      status === 'SUCCEEDED' &&
      identical &&
      seconds <= rtoSeconds &&
      archiveAgeSeconds <= rpoSeconds
    ) {
      print('The archive would bring everything back in time.');
      return true;
    }
  }
  if (error !== null) print(`  error      ${error}`);
  print('The archive would NOT bring everything back in time.');
  return false;
}

const word = (is: number, target: number): string => (is <= target ? 'kept' : 'MISSED');

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

async function ask<Data>(
  { endpoint, token }: DrillOptions,
  query: string,
  variables: Readonly<Record<string, string>>,
): Promise<Data> {
  let status;
  let text;
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    });
    status = response.status;
    text = await response.text();
  } catch (cause) {
    throw new NoAnswer(`${endpoint} does not answer: ${reasonOf(cause)}.`, { cause });
  }
  const { data, errors = [] } = parsed<Data>(text);
  if (data && errors.length === 0) return data;
  const [first] = errors;
  throw new NoAnswer(
    first
      ? `${endpoint} refuses: ${first.message}`
      : `${endpoint} answers HTTP ${status}, but not as a GraphQL API does.`,
  );
}

function parsed<Data>(text: string): Answer<Data> {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    return {};
  }
}

/** The inmost cause: `fetch failed` says nothing. */
function reasonOf(cause: unknown): string {
  let error = cause;
  while (error instanceof Error && error.cause instanceof Error) error = error.cause;
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
