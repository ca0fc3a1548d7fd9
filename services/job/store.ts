import { type Queryable } from '../db/connection.ts';
import { empty, sql, type Sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { type Job, type JobKind, type JobOutcome } from './job.ts';

/** What a start writes. */
export type NewJob = Pick<Job, 'kind' | 'input' | 'actor' | 'actorName' | 'trigger'>;

/** Ends what nobody will end any more: jobs whose worker is gone, and those that nobody began within the lease. */
export async function endInterrupted(db: Queryable): Promise<void> {
  await db.rows(
    'job.endInterrupted',
    sql`select end_interrupted_jobs(make_interval(secs => ${LEASE_SECONDS})) as ended`,
  );
}

/** How long a job may wait for its function before it counts as never begun. */
const LEASE_SECONDS = 60;

/**
 * Jobs as they are: those whose worker is gone have failed, and nobody else may come to say so. What `read` asks the
 * database for travels behind that.
 */
export async function readingJobs<Result>(
  db: Queryable,
  now: Pick<OfficeTime, 'instant'>,
  read: () => Promise<Result>,
): Promise<Result> {
  const [, result] = await Promise.all([
    db.rows(
      'job.endInterrupted',
      sql`select end_interrupted_jobs(make_interval(secs => ${LEASE_SECONDS}), ${now.instant}::timestamptz) as ended`,
    ),
    read(),
  ]);
  return result;
}

/** The job, QUEUED; undefined when it is a run of the archive and another one is unfinished. */
export async function insertJob(
  db: Queryable,
  { kind, input, actor, actorName, trigger }: NewJob,
): Promise<Job | undefined> {
  const [job] = await db.rows<Job>(
    'job.insert',
    sql`insert into archive_job as j (kind, input, actor, actor_name, trigger)
        values (${kind}, ${JSON.stringify(input)}::jsonb, ${actor}, ${actorName}, ${trigger})
            on conflict (kind) where kind = 'RUN' and status in ('QUEUED', 'RUNNING') do nothing
        returning ${columns}`,
  );
  return job;
}

/** Undefined when there is none with this id, also when it is no id of a job at all. */
export async function findJob(db: Queryable, id: string): Promise<Job | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined;
  const [job] = await db.rows<Job>(
    'job.find',
    sql`select ${columns} from archive_job j where j.id = ${id}::uuid`,
  );
  return job;
}

/** The run of the archive that is QUEUED or RUNNING, if there is one. */
export async function unfinishedRun(db: Queryable): Promise<Job | undefined> {
  const [job] = await db.rows<Job>(
    'job.unfinishedRun',
    sql`select ${columns} from archive_job j where j.kind = 'RUN' and j.status in ('QUEUED', 'RUNNING')`,
  );
  return job;
}

/** Newest first; of one kind, or of all. */
export function latestJobs(
  db: Queryable,
  kind: JobKind | undefined,
  limit: number,
): Promise<Job[]> {
  return db.rows<Job>(
    'job.latest',
    sql`select ${columns} from archive_job j
         ${kind === undefined ? empty : sql`where j.kind = ${kind}`}
         order by j.created_at desc, j.id desc
         limit ${limit}`,
  );
}

/**
 * What there is to do for an event that names a job, RUNNING, with its lock held by this session: the job, or a new
 * attempt at it. Undefined when it is done or somebody is at it (0016_jobs.sql).
 */
export async function beginJob(db: Queryable, id: string, at: Date): Promise<Job | undefined> {
  const [job] = await db.rows<Job>(
    'job.begin',
    sql`select ${columns} from begin_job(${id}::uuid, ${at.toISOString()}::timestamptz) j`,
  );
  return job;
}

/** How a job ended. */
export interface Ending {
  readonly status: JobOutcome;
  readonly result: unknown;
  readonly error: string | null;
}

/** False when the job is not RUNNING any more: then nothing is written. */
export async function finishJob(
  db: Queryable,
  id: string,
  { status, result, error }: Ending,
  at: Date,
): Promise<boolean> {
  const json = result === null || result === undefined ? null : JSON.stringify(result);
  const [finished] = await db.rows<{ is_finished: boolean }>(
    'job.finish',
    sql`select finish_job(${id}::uuid, ${status}, ${json}::jsonb, ${error},
                          ${at.toISOString()}::timestamptz) as is_finished`,
  );
  return finished?.is_finished ?? false;
}

/** Instants as JSON has them, whatever a session says of its zone's look. */
const columns: Sql = sql`j.id, j.kind, j.status, j.input, j.result, j.error, j.actor, j.actor_name as "actorName",
         j.trigger, to_json(j.created_at)#>>'{}' as "createdAt", to_json(j.started_at)#>>'{}' as "startedAt",
         to_json(j.finished_at)#>>'{}' as "finishedAt", j.attempt_of as "attemptOf"`;
