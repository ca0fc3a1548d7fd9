import { embeddedMetrics } from './emf.ts';
import { failureText, withoutValues } from './failure.ts';
import { Notes } from './notes.ts';
import { wellFormed } from './request-id.ts';

/** Which function a line comes from, and where its numbers are counted. */
export interface Observer {
  /** Name of the function's definition: `api`. */
  readonly function: string;
  /** What the names of the deployment begin with; undefined on a laptop, where nothing is counted. */
  readonly deployment: string | undefined;
  /** False where containers are made ready ahead of the first call. */
  readonly startsCold: boolean;
  readonly now: () => Date;
  /** Writes one line. Must not throw. */
  readonly print: (line: string) => void;
}

/** What is read of Lambda's `context`. */
export interface InvocationContext {
  readonly awsRequestId?: string;
}

/**
 * A handler that writes one line of JSON for each invocation, whatever becomes of it: docs/logs.md. What it throws holds
 * no values any more.
 */
export function observed<Event, Answer>(
  observer: Observer,
  handle: (event: Event, notes: Notes) => Promise<Answer>,
): (event: Event, context?: InvocationContext) => Promise<Answer> {
  let isFirst = true;
  return async (event, context) => {
    const started = performance.now();
    const notes = new Notes();
    const isCold = isFirst && observer.startsCold;
    isFirst = false;
    try {
      return await handle(event, notes);
    } catch (error) {
      fail(notes, error);
      throw withoutValues(error);
    } finally {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      notes.requestId ??= wellFormed(context?.awsRequestId);
      if (isCold) notes.count('ColdStarts');
      observer.print(lineOf(observer, notes, ms, isCold));
    }
  };
}

/** A request is answered `Internal`; a job that failed may have noted so itself, and why. */
function fail(notes: Notes, error: unknown): void {
  const isRequest = 'operation' in notes.members;
  notes.failure ??= { error };
  notes.outcome = isRequest ? 'Internal' : 'FAILED';
  notes.counts[isRequest ? 'InternalErrors' : 'JobsFailed'] = 1;
}

function lineOf(observer: Observer, notes: Notes, ms: number, isCold: boolean): string {
  const { failure, outcome, members, counts, requestId } = notes;
  const at = observer.now();
  const place = { Deployment: observer.deployment ?? '', Function: observer.function };
  return JSON.stringify({
    level: failure ? 'ERROR' : outcome === 'SUSPECT' || outcome === 'FAILED' ? 'WARN' : 'INFO',
    time: at.toISOString(),
    requestId,
    function: observer.function,
    ...members,
    ms,
    outcome,
    ...(isCold && { cold: true }),
    ...(failure && { error: failureText(failure.error) }),
    ...counts,
    ...(observer.deployment !== undefined && embeddedMetrics(counts, place, at)),
  });
}
