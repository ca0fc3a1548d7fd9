import { type ClientBase } from 'pg';
import { onClient } from '../db/connection.ts';
import { DomainError } from '../shared/errors.ts';
import { type Bucket } from '../s3/bucket.ts';
import { Notes } from '../telemetry/notes.ts';
import { wellFormed } from '../telemetry/request-id.ts';
import { JobFailed } from './failure.ts';
import { type Job, type JobContext, type JobKind, JobRefused } from './job.ts';
import { beginJob, finishJob, type Ending } from './store.ts';

/** What the pipeline of a field sends (`resolvers/functions/invoke….ts`), and Lambda again when it failed. */
export interface JobEvent {
  readonly jobId: string;
  /** Of the client's request that started the job, or sent it again. */
  readonly requestId?: string;
}

/** How a work function is called, and how what it came to ends the job. */
export interface JobWork {
  run(input: unknown, context: JobContext): Promise<unknown>;
  /** The status of a job whose work came to its end; SUCCEEDED when left out. */
  outcome?(result: unknown): Ending['status'];
  /** How an error of its own ends the job, when that is told otherwise than by one sentence. */
  failure?(error: unknown): Ending | undefined;
  /** Counts for the log what it came to. Its errors are of no consequence. */
  note?(ending: Ending, context: JobContext, notes: Notes): Promise<void>;
}

export interface WorkerOptions {
  /** By kind; a job of another kind is not this function's. */
  readonly work: Readonly<Partial<Record<JobKind, JobWork>>>;
  /** Runs `use` with a connection of the function's role that nobody else uses, and closes it. */
  readonly withConnection: <Result>(
    use: (client: ClientBase) => Promise<Result>,
  ) => Promise<Result>;
  readonly bucket: Bucket;
  readonly now: () => Date;
  readonly zone: string;
}

/**
 * Does what an event asks for. The job's lock lies on the connection on which its work is done: when that is lost, so
 * is the lock, and whoever starts the next job sees that this one was interrupted. Resolves when the job has ended
 * otherwise than by an error, also when there is nothing (more) to do; rejects when it failed, so that Lambda counts it
 * and tries again: then as a new attempt (0016_jobs.sql).
 */
export function createWorker(
  options: WorkerOptions,
): (event: JobEvent, notes?: Notes) => Promise<void> {
  const { work, withConnection, bucket, now, zone } = options;

  async function attempted(job: Job, context: JobContext): Promise<Attempt> {
    const kind = work[job.kind];
    try {
      if (!kind) throw new Error(`this function does no jobs of the kind ${job.kind}`);
      const result = await kind.run(job.input, context);
      const status = kind.outcome?.(result) ?? 'SUCCEEDED';
      return { ending: { status, result, error: sentenceIn(result) } };
    } catch (error) {
      return { ending: kind?.failure?.(error) ?? endingOf(error), failure: { error } };
    }
  }

  /** On the job's own connection when that is sure to be sound: after a failure nobody knows what it is in the midst of. */
  async function record(client: ClientBase, { id }: Job, attempt: Attempt): Promise<void> {
    const end = (by: ClientBase) => finishJob(onClient(by), id, attempt.ending, now());
    if (!attempt.failure) {
      try {
        await end(client);
        return;
      } catch {
        // The work is done whether this connection lives or not.
      }
    }
    await withConnection(end);
  }

  return async ({ jobId, requestId }, notes = new Notes()) => {
    notes.requestId = wellFormed(requestId);
    notes.say({ jobId: wellFormed(jobId) ?? 'malformed' });
    await withConnection(async client => {
      const job = await beginJob(onClient(client), jobId, now());
      if (!job) {
        notes.outcome = 'NOTHING_TO_DO';
        return;
      }
      const { id, kind, actorName: actor, attemptOf } = job;
      notes.say({ job: kind, jobId: id, ...(attemptOf !== null && { attemptOf }) });
      const context = {
        ...{ client, withAnother: withConnection, bucket, now, zone },
        ...{ jobId: id, actor, notes },
      };
      const attempt = await attempted(job, context);
      noteEnd(attempt, notes);
      await work[kind]?.note?.(attempt.ending, context, notes).catch(() => {});
      await record(client, job, attempt);
      if (attempt.failure && isToTryAgain(attempt)) throw new JobFailed(job, attempt.failure.error);
    });
  };
}

/** What a job is refused for is in its row; of anything else the log has to tell. */
function noteEnd({ ending, failure }: Attempt, notes: Notes): void {
  notes.outcome = ending.status;
  if (ending.status !== 'FAILED') return;
  notes.count('JobsFailed');
  if (failure && !isAnswer(failure.error)) notes.failure = failure;
}

interface Attempt {
  readonly ending: Ending;
  readonly failure?: { readonly error: unknown };
}

/** Not what waits for somebody to look, nor what would come to the same again. */
function isToTryAgain({ ending, failure }: Attempt): boolean {
  return ending.status === 'FAILED' && !isAnswer(failure?.error);
}

/** An end that somebody is told of, and that is no defect. */
function isAnswer(error: unknown): boolean {
  return error instanceof JobRefused || error instanceof DomainError;
}

/** What a job that did not fail says beside its result: why it waits for somebody to look. */
function sentenceIn(result: unknown): string | null {
  const error = (result as { readonly error?: unknown } | null | undefined)?.error;
  return typeof error === 'string' ? error : null;
}

function endingOf(error: unknown): Ending {
  if (error instanceof JobRefused) {
    return { status: 'FAILED', result: error.result, error: error.message };
  }
  const sentence = error instanceof DomainError ? error.message : UNEXPECTED;
  return { status: 'FAILED', result: null, error: sentence };
}

/** Messages of the database name tables, and those of the network hosts: they are for logs. */
const UNEXPECTED = 'The job failed for a reason that only the logs tell.';
