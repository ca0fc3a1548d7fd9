import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ArchiveRun, type Job as JobAnswer } from '../../generated/graphql.ts';
import { onClient } from '../../services/db/connection.ts';
import { withOwnConnection } from '../../services/db/own-connection.ts';
import { JobRefused, type JobContext } from '../../services/job/job.ts';
import {
  beginJob,
  findJob,
  finishJob,
  insertJob,
  latestJobs,
  readingJobs,
} from '../../services/job/store.ts';
import { createWorker, type JobWork } from '../../services/job/worker.ts';
import { DomainError } from '../../services/shared/errors.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { untilWaiting } from '../support/interleaving.ts';
import { OFFICE_ZONE, startService, type Service } from '../support/service.ts';

const NOON = '2025-03-05T12:00:00+07:00';
const later = (seconds: number): string =>
  new Date(Date.parse(NOON) + seconds * 1000).toISOString();

let db: TestDatabase;
let service: Service;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
});
afterAll(async () => {
  await service.close();
  await db.drop();
});
afterEach(async () => {
  service.at(NOON);
  ticks = 0;
  await db.owner.query('delete from archive_job; delete from client_token');
});

/** Work functions of these tests touch no bucket. */
const nowhere = {} as Bucket;

function config() {
  return {
    ...db.connection('archive'),
    tls: false as const,
    statementTimeoutMs: 20_000,
    zone: OFFICE_ZONE,
    applicationName: 'worker-under-test',
  };
}

/** Seconds after noon, so that what comes later shows. */
let ticks = 0;

/** The archive's function with work of its own. */
function worker(work: JobWork, at: () => string = () => later((ticks += 1))) {
  return createWorker({
    work: { RUN: work, VERIFY: work },
    withConnection: use => withOwnConnection(config(), use),
    bucket: nowhere,
    now: () => new Date(at()),
    zone: OFFICE_ZONE,
  });
}

const verify = (input: object = {}) =>
  service.ask<JobAnswer>('Mutation.verifyArchive', { deep: false, ...input });
const run = (input: Readonly<Record<string, unknown>> = {}, as: 'admin' | 'machine' = 'admin') =>
  service.ask<ArchiveRun>('Mutation.runArchive', input, { as });

async function jobsOf(): Promise<
  { id: string; status: string; error: string | null; attempt_of: string | null }[]
> {
  const { rows } = await db.owner.query(
    'select id, status, error, attempt_of from archive_job order by created_at, started_at',
  );
  return rows;
}

/** Noon and so many seconds, as a job says it. */
const seen = (seconds: number) =>
  expect.toSatisfy((at: string) => Date.parse(at) === Date.parse(later(seconds))) as string;

/** What the archive's function says of the job, so many seconds after noon. */
async function asked(id: string, seconds: number): Promise<unknown[]> {
  const client = await db.archive.connect();
  try {
    const queryable = onClient(client);
    const read = async () => [
      await findJob(queryable, id),
      ...(await latestJobs(queryable, 'RUN', 9)),
    ];
    const [found, ...latest] = await readingJobs(queryable, { instant: later(seconds) }, read);
    expect(latest).toEqual([found]);
    return latest;
  } finally {
    client.release();
  }
}

/** A worker that has begun the job and lives until `end` is called: then its connection is gone. */
async function begun(id: string, at = NOON) {
  const client = await db.archive.connect();
  const job = await beginJob(onClient(client), id, new Date(at));
  return { job, client, end: () => client.release(true) };
}

describe('a start', () => {
  test('writes who asked for what', async () => {
    const started = await run({ mode: 'FULL', acceptShrink: true });
    expect(started).toMatchObject({
      ...{ status: 'QUEUED', mode: 'FULL', acceptShrink: true },
      ...{ trigger: 'ADMIN', actor: 'admin', startedAt: null, tables: [] },
    });
    expect(await findJob(onClient(await anyone()), started.id)).toEqual({
      id: started.id,
      kind: 'RUN',
      status: 'QUEUED',
      input: { mode: 'FULL', acceptShrink: true, trigger: 'ADMIN' },
      result: null,
      error: null,
      actor: 'sub-of-admin',
      actorName: 'admin',
      trigger: 'ADMIN',
      createdAt: expect.any(String),
      startedAt: null,
      finishedAt: null,
      attemptOf: null,
    });
  });

  test('by a machine is the schedule’s, and its actor the role', async () => {
    const started = await run({}, 'machine');
    expect(started).toMatchObject({ trigger: 'SCHEDULE', mode: 'CHANGED', acceptShrink: false });
    const { rows } = await db.owner.query('select actor, trigger from archive_job');
    expect(rows).toEqual([
      { actor: 'arn:aws:sts::123456789012:assumed-role/archive/run', trigger: 'SCHEDULE' },
    ]);
  });

  test('P-04: no machine accepts what looks like a loss', async () => {
    await expect(run({ acceptShrink: true }, 'machine')).rejects.toMatchObject({
      type: 'Forbidden',
      info: { reason: 'NOT_PERMITTED', permission: 'MANAGE_ARCHIVE' },
    });
    expect(await jobsOf()).toEqual([]);
  });

  test('P-10: of forty that come at once one run starts, and the others learn its id', async () => {
    const replies = await Promise.all(
      Array.from({ length: 40 }, () => service.reply('Mutation.runArchive', {})),
    );
    const ids = replies.flatMap(reply => ('data' in reply ? [(reply.data as ArchiveRun).id] : []));
    expect(ids).toHaveLength(1);
    const refusals = replies.flatMap(reply => ('error' in reply ? [reply.error] : []));
    expect(new Set(refusals.map(({ type, info }) => JSON.stringify([type, info])))).toEqual(
      new Set([JSON.stringify(['Conflict', { reason: 'RUN_IN_PROGRESS', runId: ids[0] }])]),
    );
  });

  test('P-10: of those on connections of their own, too', async () => {
    const services = Array.from({ length: 8 }, () => startService(db.connection('api')));
    const replies = await Promise.all(services.map(each => each.reply('Mutation.runArchive', {})));
    await Promise.all(services.map(each => each.close()));
    const ids = replies.flatMap(reply => ('data' in reply ? [(reply.data as ArchiveRun).id] : []));
    expect(ids).toHaveLength(1);
    const told = replies.flatMap(reply => ('error' in reply ? [reply.error.info['runId']] : []));
    expect(told).toEqual(Array.from({ length: 7 }, () => ids[0]));
  });

  test('of another kind stands beside a run, and beside its like', async () => {
    await run();
    const ids = [await verify(), await verify()].map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test('with a client token gives the same job again, as it is now', async () => {
    const first = await run({ clientToken: 't' });
    await worker({ run: () => Promise.resolve(null), outcome: () => 'UNCHANGED' })({
      jobId: first.id,
    });
    expect(await run({ clientToken: 't' })).toMatchObject({ id: first.id, status: 'UNCHANGED' });
    await expect(run({ clientToken: 't', mode: 'FULL' })).rejects.toMatchObject({
      info: { reason: 'TOKEN_REUSED' },
    });
  });
});

describe('a worker', () => {
  test('gives the work its input and who asked, and writes what it came to', async () => {
    const { id } = await verify({ deep: true });
    const seen: [unknown, JobContext][] = [];
    await worker({
      run: async (input, context) => {
        const status = (await findJob(onClient(context.client), id))?.status;
        seen.push([input, context]);
        return { checked: 3, missing: [], damaged: [], repaired: [], status };
      },
    })({ jobId: id });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.[0]).toEqual({ deep: true });
    expect(seen[0]?.[1]).toMatchObject({
      ...{ jobId: id, actor: 'admin', zone: OFFICE_ZONE },
    });
    expect(await findJob(onClient(await anyone()), id)).toMatchObject({
      status: 'SUCCEEDED',
      result: { checked: 3, missing: [], damaged: [], repaired: [], status: 'RUNNING' },
      error: null,
    });
  });

  test('does a job once, however often it is asked to', async () => {
    const { id } = await verify();
    let calls = 0;
    const work = worker({ run: () => Promise.resolve((calls += 1)) });
    await Promise.all([1, 2, 3, 4].map(() => work({ jobId: id })));
    await work({ jobId: id });
    expect(calls).toBe(1);
    expect(await jobsOf()).toMatchObject([{ id, status: 'SUCCEEDED' }]);
  });

  test('does nothing for a job that is not there', async () => {
    const work = worker({ run: () => Promise.reject(new Error('called')) });
    await work({ jobId: '00000000-0000-4000-8000-000000000000' });
  });

  test('P-11: a failure is the job’s end and the invocation’s, in a sentence without insides', async () => {
    const { id } = await run();
    const work = worker({
      run: (_, { client }) => client.query('select * from no_such_table'),
    });
    await expect(work({ jobId: id })).rejects.toThrow('SQLSTATE 42P01');
    const [job] = await jobsOf();
    expect(job).toMatchObject({ id, status: 'FAILED' });
    expect(job?.error).toMatch(/^[A-Z][^"]*\.$/);
    expect(job?.error).not.toMatch(/table|select/);
  });

  test('P-23: what Lambda logs of a failure holds nothing of the rows it failed on', async () => {
    const failures: JobWork['run'][] = [
      (_, { client }) => client.query(`select 'mai.tran@example.com'::date`),
      async (_, { client }) => {
        await client.query(`
          create temporary table person (address text constraint person_key primary key);
          insert into person values ('mai.tran@example.com')`);
        await client.query(`insert into person values ('mai.tran@example.com')`);
      },
      () =>
        Promise.reject(
          Object.assign(new Error('the run failed', { cause: new Error('mai.tran@example.com') }), {
            record: { actor: 'mai.tran@example.com' },
          }),
        ),
    ];
    for (const fail of failures) {
      const { id } = await verify();
      const thrown = await worker({ run: fail })({ jobId: id }).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(Error);
      expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain('mai.tran');
      // Where it happened is still to be seen.
      expect((thrown as Error).stack).toContain('worker.ts');
    }
  });

  test('P-11: what Lambda tries again is a new run, and ends when one succeeds', async () => {
    const { id } = await run();
    let calls = 0;
    const work = worker({
      run: () => ((calls += 1) < 3 ? Promise.reject(new Error('no')) : Promise.resolve(null)),
    });
    await expect(work({ jobId: id })).rejects.toThrow('no');
    await expect(work({ jobId: id })).rejects.toThrow('no');
    await work({ jobId: id });
    await work({ jobId: id });
    expect(calls).toBe(3);
    expect(await jobsOf()).toMatchObject([
      { id, status: 'FAILED', attempt_of: null },
      { status: 'FAILED', attempt_of: id },
      { status: 'SUCCEEDED', attempt_of: id },
    ]);
  });

  test('a failed run is not tried again beside another one', async () => {
    const { id } = await run();
    const work = worker({ run: () => Promise.reject(new Error('no')) });
    await expect(work({ jobId: id })).rejects.toThrow('no');
    service.at(later(1));
    const other = await run();
    await work({ jobId: id });
    expect(await jobsOf()).toMatchObject([
      { id, status: 'FAILED' },
      { id: other.id, status: 'QUEUED' },
    ]);
  });

  test.for([
    ['a refusal', new JobRefused('Row 3 has no date.', { rejected: 1 }), { rejected: 1 }],
    ['an answer', new DomainError('Conflict', 'Row 3 has no date.', { reason: 'X' }), null],
  ] as const)('%s fails the job and not the invocation', async ([, error, result]) => {
    const { id } = await verify();
    await worker({ run: () => Promise.reject(error) })({ jobId: id });
    expect(await findJob(onClient(await anyone()), id)).toMatchObject({
      ...{ status: 'FAILED', error: 'Row 3 has no date.', result },
    });
  });

  test('a failure that left its transaction open is written all the same', async () => {
    const { id } = await verify();
    const work = worker({
      run: async (_, { client }) => {
        await client.query('begin');
        await client.query('select 1 / 0');
      },
    });
    await expect(work({ jobId: id })).rejects.toThrow();
    expect(await jobsOf()).toMatchObject([{ status: 'FAILED' }]);
  });

  test('work that is done stays done when its connection is lost afterwards', async () => {
    const { id } = await verify();
    const work = worker({
      run: async (_, { client }) => {
        const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
        await db.owner
          .query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
          .catch(async () => {
            // Only the role itself may end its sessions.
            await db.archive.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
          });
        return { checked: 1, missing: [], damaged: [], repaired: [] };
      },
    });
    await work({ jobId: id });
    expect(await jobsOf()).toMatchObject([{ id, status: 'SUCCEEDED' }]);
  });
});

describe('a job that ended long ago', () => {
  const old = (id: string, days: number, attemptOf: string | null = null) =>
    db.owner.query(
      `insert into archive_job (id, kind, status, input, actor, actor_name, trigger, created_at, started_at, finished_at, attempt_of)
       select $1, 'VERIFY', 'SUCCEEDED', '{}', 'a', 'n', 'ADMIN', t, t, t, $4 from (select $2::timestamptz - make_interval(days => $3) as t) t`,
      [id, NOON, days, attemptOf],
    );
  const idOf = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`;

  test('goes after a year, when another one begins; and those that were tried again after their last attempt', async () => {
    await old(idOf(1), 364);
    await old(idOf(2), 366);
    await old(idOf(3), 367);
    await old(idOf(4), 364, idOf(3));
    const { id } = await verify();
    await worker({ run: () => Promise.resolve(null) })({ jobId: id });
    expect((await jobsOf()).map(job => job.id).sort()).toEqual(
      [idOf(1), idOf(3), idOf(4), id].sort(),
    );
  });

  test('is not there for a client token either', async () => {
    const { id } = await verify({ clientToken: 't' });
    await db.owner.query('delete from archive_job');
    await expect(verify({ clientToken: 't' })).rejects.toMatchObject({
      ...{ type: 'NotFound', info: { reason: 'JOB_NOT_FOUND', id } },
    });
  });
});

describe('a job whose worker is gone', () => {
  test('is interrupted when the next one starts, which runs', async () => {
    const { id } = await run();
    const dying = await begun(id);
    expect(dying.job?.status).toBe('RUNNING');
    await expect(run()).rejects.toMatchObject({ info: { reason: 'RUN_IN_PROGRESS', runId: id } });
    dying.end();
    const next = await startedAfter(id);
    expect(await jobsOf()).toMatchObject([
      { id, status: 'FAILED', error: 'The job was interrupted.' },
      { id: next.id, status: 'QUEUED' },
    ]);
  });

  test('has failed for whoever asks, though no other job follows', async () => {
    const { id } = await run();
    const working = await begun(id);
    expect(await asked(id, 3600)).toMatchObject([{ id, status: 'RUNNING' }]);
    working.end();
    await freed(id);
    const told = { id, status: 'FAILED', error: 'The job was interrupted.' };
    expect(await asked(id, 3601)).toMatchObject([told]);
    expect(await asked(id, 3602)).toMatchObject([{ ...told, finishedAt: seen(3601) }]);
  });

  test('or that nobody begins has failed for whoever asks after its lease', async () => {
    const { id } = await run();
    expect(await asked(id, 59)).toMatchObject([{ id, status: 'QUEUED' }]);
    const told = { id, status: 'FAILED', error: 'The job was never begun.' };
    expect(await asked(id, 61)).toMatchObject([told]);
  });

  test('is done again although the connection of the worker that is gone holds on for a while', async () => {
    const { id } = await verify();
    const dying = await begun(id);
    const next = worker({ run: () => Promise.resolve(null) })({ jobId: id });
    await untilWaiting(db);
    dying.end();
    await next;
    expect(await jobsOf()).toMatchObject([
      { id, status: 'FAILED', error: 'The job was interrupted.' },
      { status: 'SUCCEEDED', attempt_of: id },
    ]);
  });

  test('is done by whom Lambda sends next, as a new attempt', async () => {
    const { id } = await verify();
    const dying = await begun(id);
    const work = worker({ run: () => Promise.resolve(null) });
    await work({ jobId: id });
    expect(await jobsOf()).toMatchObject([{ id, status: 'RUNNING' }]);
    dying.end();
    await freed(id);
    await work({ jobId: id });
    expect(await jobsOf()).toMatchObject([
      { id, status: 'FAILED', error: 'The job was interrupted.' },
      { status: 'SUCCEEDED', attempt_of: id },
    ]);
  });

  test('cannot be ended by it any more', async () => {
    const { id } = await run();
    const dying = await begun(id);
    dying.end();
    await startedAfter(id);
    const client = await db.archive.connect();
    const ending = { status: 'SUCCEEDED', result: null, error: null } as const;
    expect(await finishJob(onClient(client), id, ending, new Date(NOON))).toBe(false);
    client.release();
    expect((await jobsOf())[0]).toMatchObject({ id, status: 'FAILED' });
  });

  test('and that nobody began is given up after its lease, not before', async () => {
    const { id } = await run();
    service.at(later(59));
    await expect(run()).rejects.toMatchObject({ info: { reason: 'RUN_IN_PROGRESS', runId: id } });
    service.at(later(61));
    const next = await run();
    expect(await jobsOf()).toMatchObject([
      { id, status: 'FAILED', error: 'The job was never begun.' },
      { id: next.id, status: 'QUEUED' },
    ]);
    // Its event comes at last.
    const work = worker({ run: () => Promise.reject(new Error('called')) }, () => later(62));
    await work({ jobId: id });
    expect((await jobsOf())[1]).toMatchObject({ id: next.id, status: 'QUEUED' });
  });

  test('a run that lasts beyond the lease is left alone', async () => {
    const { id } = await run();
    const working = await begun(id);
    service.at(later(3600));
    await expect(run()).rejects.toMatchObject({ info: { reason: 'RUN_IN_PROGRESS', runId: id } });
    working.end();
  });
});

test('a job of a kind that the function does not know fails', async () => {
  const client = await db.api.connect();
  const job = await insertJob(onClient(client), {
    ...{ kind: 'LOAD_DAYS', input: {}, actor: 'a', actorName: 'n', trigger: 'ADMIN' },
  });
  client.release();
  const work = worker({ run: () => Promise.resolve(null) });
  await expect(work({ jobId: job?.id ?? '' })).rejects.toThrow('LOAD_DAYS');
  expect(await jobsOf()).toMatchObject([{ status: 'FAILED' }]);
});

/** The server notices the end of a session a moment after the client has gone. */
async function freed(id: string): Promise<void> {
  await db.owner.query(
    'select pg_advisory_lock(archive_job_lock($1)), pg_advisory_unlock(archive_job_lock($1))',
    [id],
  );
}

async function startedAfter(id: string): Promise<ArchiveRun> {
  await freed(id);
  service.at(later(1));
  return run();
}

/** A session that only reads. */
async function anyone() {
  const client = await db.archive.connect();
  client.release();
  return client;
}
