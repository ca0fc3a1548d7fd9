import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fault, type FaultedRequest } from '../../../local/s3/faults.ts';
import { type RunInput, runArchive } from '../../../services/archive/run.ts';
import { INFO_KEY } from '../../../services/archive/layout.ts';
import { readInfo } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { another } from '../../support/archive/another.ts';
import type { RunOrder } from '../../support/archive/run-process.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../../support/database.ts';
import { chance } from '../../support/random.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';
import { OFFICE_ZONE, type Service, startService } from '../../support/service.ts';
import { fillGround, ground, STORM_NOW } from '../../support/storm-ground.ts';
import { anyChange } from '../../support/storm.ts';

/** How often a run is struck; five times `FAULTS=…`, of which `npm run test:faults` wants 40. */
const ROUNDS = 5 * Number(process.env['FAULTS'] ?? 4);
const PROCESS = path.join(import.meta.dirname, '../../support/archive/run-process.ts');
const restoring = { now: new Date(STORM_NOW), zone: OFFICE_ZONE };

let db: TestDatabase;
let service: Service;
let s3: TestS3;
let bucketName: string;
let bucket: Bucket;
/** What happens to each request to S3. */
let strike: (request: FaultedRequest) => Fault | undefined = () => undefined;
/** Requests since the strike was armed. */
let count = 0;

beforeAll(async () => {
  db = await createDatabase();
  await fillGround(db.owner);
  service = startService(db.connection('api'));
  service.at(STORM_NOW);
  s3 = await startS3({
    faults(request) {
      count += 1;
      return strike(request);
    },
  });
  bucket = await s3.bucket();
  bucketName = bucket.name;
});
afterAll(async () => {
  await service.close();
  await s3.close();
  await db.drop();
});

/** Whether this is the request of a run at which something goes wrong. */
type Moment = (request: FaultedRequest) => boolean;

const atCommit: Moment = ({ operation, key }) => operation === 'PutObject' && key === INFO_KEY;
const atRequest =
  (number: number): Moment =>
  () =>
    count === number;

/** Makes something go wrong at that moment; gives the outcome of the run. */
type Striking = (order: RunOrder, isMoment: Moment) => Promise<'succeeded' | 'failed'>;

/** S3 fails so from then on, so many times. */
const atS3 =
  (fault: Fault, times: number): Striking =>
  (order, isMoment) => {
    let left = 0;
    let came = false;
    arm(request => {
      if (!came && isMoment(request)) [came, left] = [true, times];
      return left-- > 0 ? fault : undefined;
    });
    return inThisProcess(order);
  };

/** The database ends the run's sessions, as when it is restarted. Nobody but its own role may end them. */
const atDatabase: Striking = (order, isMoment) => {
  arm(request => {
    if (isMoment(request)) {
      void db.archive.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name in ($1, 'archive run ' || $1)`,
        [order.jobId],
      );
    }
    return undefined;
  });
  return inThisProcess(order);
};

/** The run's process is killed while a request of its own is under way, stored or not. */
const atProcess =
  (fault: Fault | undefined): Striking =>
  async (order, isMoment) => {
    const child = fork(PROCESS);
    arm(request => {
      if (!isMoment(request)) return undefined;
      child.kill('SIGKILL');
      return fault;
    });
    child.send(order);
    const [code] = (await once(child, 'exit')) as [number | null];
    return code === 0 ? 'succeeded' : 'failed';
  };

const FOR_GOOD = 1_000;
const strikes: readonly Striking[] = [
  atS3('REFUSE', 1),
  atS3('REFUSE', FOR_GOOD),
  atS3('ERROR_500', 2),
  atS3('ERROR_500', FOR_GOOD),
  atS3('ERROR_503', FOR_GOOD),
  atS3('DENY', 1),
  atS3('DENY', FOR_GOOD),
  atS3('CUT_REQUEST', 1),
  atS3('CUT_REQUEST', FOR_GOOD),
  atS3('CUT_ANSWER', 1),
  atS3('CUT_ANSWER', FOR_GOOD),
  atS3('DISK_FULL', FOR_GOOD),
  atS3('STOP_BEFORE_STORING', FOR_GOOD),
  atS3('STOP_AFTER_STORING', 1),
  atS3('STOP_AFTER_STORING', FOR_GOOD),
  atDatabase,
  atDatabase,
  atProcess(undefined),
  atProcess('STOP_BEFORE_STORING'),
  atProcess('STOP_AFTER_STORING'),
];

function arm(next: typeof strike): void {
  count = 0;
  strike = next;
}

async function inThisProcess({ jobId, input }: RunOrder): Promise<'succeeded' | 'failed'> {
  const client = new pg.Client({ ...db.connection('archive'), application_name: jobId });
  client.on('error', () => {});
  await client.connect();
  const now = (): Date => new Date(STORM_NOW);
  const withAnother = another({ ...db.connection('archive'), application_name: jobId });
  const job = { jobId, zone: OFFICE_ZONE, actor: 'an admin' };
  const context = { client, withAnother, bucket, now, ...job };
  try {
    await runArchive(input, context);
    return 'succeeded';
  } catch {
    return 'failed';
  } finally {
    await client.end().catch(() => {});
  }
}

function orderOf(jobId: string, mode: RunInput['mode']): RunOrder {
  return {
    connection: db.connection('archive'),
    bucket: s3.config(bucketName),
    input: { mode, acceptShrink: false, trigger: 'ADMIN' },
    now: STORM_NOW,
    zone: OFFICE_ZONE,
    jobId,
  };
}

/** What a new database holds that is made from the bucket. */
async function inBucket(): Promise<unknown> {
  return withDatabase(async to => {
    await restored(to, bucket, restoring);
    return textOf(to);
  });
}

test('P-03, P-04, P-09, P-11: whatever strikes a run, and whenever, the bucket holds a state that the database had, and the next run repairs the rest', async () => {
  const luck = chance(20_250_305);
  expect(await inThisProcess(orderOf(randomUUID(), 'CHANGED'))).toBe('succeeded');
  let kept: unknown = await textOf(db);
  const requestsOfRun = count;
  expect(await inBucket()).toEqual(kept);

  for (let round = 1; round <= ROUNDS; round++) {
    for (let left = luck.between(1, 6); left > 0; left--) {
      const { field, input } = anyChange(luck, ground);
      await service.reply(`Mutation.${field}`, input);
    }
    const present = await textOf(db);
    const jobId = randomUUID();
    const name = `round ${round}`;
    const striking = strikes[round % strikes.length] ?? atDatabase;
    // The commit is one request of many, and the one that counts.
    const moment = luck.likely(30)
      ? 'the commit'
      : luck.between(1, luck.likely(80) ? 24 : requestsOfRun);
    const outcome = await striking(
      orderOf(jobId, luck.likely(80) ? 'CHANGED' : 'FULL'),
      moment === 'the commit' ? atCommit : atRequest(moment),
    );
    arm(() => undefined);

    // Committed or not: in between there is nothing.
    const stored = await readInfo(bucket);
    const isCommitted = stored?.info.run_id === jobId;
    if (outcome === 'succeeded') expect(isCommitted, `${name} says that it succeeded`).toBe(true);
    if (isCommitted) kept = present;
    expect(await inBucket(), `${name}, struck at ${moment}`).toEqual(kept);

    if (!luck.likely(50)) continue;
    expect(await inThisProcess(orderOf(randomUUID(), 'CHANGED'))).toBe('succeeded');
    kept = present;
    expect(await inBucket(), `after the repair of ${name}`).toEqual(kept);
  }

  const last = randomUUID();
  expect(await inThisProcess(orderOf(last, 'FULL'))).toBe('succeeded');
  expect(await inBucket()).toEqual(await textOf(db));
  // P-10: no run is told twice.
  const history = (await readInfo(bucket))?.info.archive_history.map(({ run_id }) => run_id) ?? [];
  expect(new Set(history).size).toBe(history.length);
  expect(history[0]).toBe(last);
}, 3_600_000);
