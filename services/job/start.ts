import { type Queryable } from '../db/connection.ts';
import { once } from '../operation/once.ts';
import { type Scope } from '../operation/operation.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { type Job, type JobKind } from './job.ts';
import { endInterrupted, findJob, insertJob, unfinishedRun, type NewJob } from './store.ts';

/** What a request says of the job that it starts. */
export interface Start {
  /** The mutation: `runArchive`. */
  readonly action: string;
  readonly kind: JobKind;
  /** What the work function shall be called with. */
  readonly input: object;
}

/**
 * The job, written as QUEUED; the function that does it is invoked when it is committed. With a client token that came
 * before, the job that was started then, as it is now. Errors: `Conflict/RUN_IN_PROGRESS { runId }` for a run of the
 * archive beside another one, `TOKEN_REUSED`, `InvalidInput/BAD_LENGTH`, `NotFound/JOB_NOT_FOUND` when that job is gone.
 */
export async function startJob(
  scope: Scope,
  args: { readonly clientToken?: string | null | undefined },
  { action, kind, input }: Start,
): Promise<Job> {
  const { caller } = scope;
  const job: NewJob = {
    kind,
    input,
    actor: caller.sub,
    actorName: caller.username,
    trigger: caller.kind === 'machine' ? 'SCHEDULE' : 'ADMIN',
  };
  const started = await once(
    scope,
    { action },
    args,
    async transaction => {
      const item = await insertWhenFree(transaction, job);
      return { id: item.id, item };
    },
    async id => {
      const found = await findJob(scope.db, id);
      // Jobs go after a year, and tokens stay.
      if (!found) throw notFound('job', id);
      return found;
    },
  );
  return started as Job;
}

async function insertWhenFree(db: Queryable, job: NewJob): Promise<Job> {
  for (let attempt = 1; ; attempt++) {
    const [, inserted] = await Promise.all([endInterrupted(db), insertJob(db, job)]);
    if (inserted) return inserted;
    const other = await unfinishedRun(db);
    // Without one, it ended between the two looks.
    if (other || attempt === MOST_ATTEMPTS) throw runInProgress(other?.id ?? null);
  }
}

function runInProgress(runId: string | null): DomainError {
  return new DomainError(
    'Conflict',
    'a run of the archive is under way; wait until it has ended, then start again',
    { reason: 'RUN_IN_PROGRESS', runId },
  );
}

const MOST_ATTEMPTS = 5;
