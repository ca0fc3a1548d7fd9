import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ArchiveRun, type Job as JobAnswer } from '../../../generated/graphql.ts';
import { readInfo } from '../../../services/archive/status.ts';
import { withOwnConnection } from '../../../services/db/own-connection.ts';
import { archiveWork } from '../../../services/handlers/archive-work.ts';
import { createWorker, type JobWork } from '../../../services/job/worker.ts';
import { observed } from '../../../services/telemetry/observed.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { NOW, ZONE } from '../../support/archive/run.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { emfFaults, emfMetrics } from '../../support/embedded-metrics.ts';
import { given } from '../../support/given.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';
import { startService, type Service } from '../../support/service.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

/** The archive's function with a clock that each test moves, and how its jobs are started. */
interface Office {
  readonly service: Service;
  /** Seconds after {@link NOW}. */
  at(seconds: number): void;
  /** Sends the function an event, and gives the line that it wrote. It throws as the function does. */
  line(event: object): Promise<{ text: string; line: Record<string, unknown>; thrown: unknown }>;
}

function withOffice(
  bucket: Bucket,
  use: (office: Office, db: TestDatabase) => Promise<void>,
  work: Partial<Record<string, JobWork>> = archiveWork,
): Promise<void> {
  return withDatabase(async db => {
    const service = startService(db.connection('api'));
    let now = NOW;
    const lines: string[] = [];
    const place = {
      ...db.connection('archive'),
      ...{ tls: false as const, statementTimeoutMs: 20_000, zone: ZONE, applicationName: 'worker' },
    };
    const handler = observed(
      {
        ...{ function: 'archive', deployment: 'MeetAssist', startsCold: false },
        ...{ now: () => now, print: line => lines.push(line) },
      },
      createWorker({
        work,
        withConnection: run => withOwnConnection(place, run),
        bucket,
        now: () => now,
        zone: ZONE,
      }),
    );
    const at = (seconds: number): void => {
      now = new Date(NOW.getTime() + seconds * 1000);
      service.at(now.toISOString());
    };
    at(0);
    try {
      await use(
        {
          service,
          at,
          async line(event) {
            lines.length = 0;
            const thrown: unknown = await handler(event as { jobId: string }).then(
              () => undefined,
              (cause: unknown) => cause,
            );
            expect(lines).toHaveLength(1);
            const [text = ''] = lines;
            return { text, line: JSON.parse(text) as Record<string, unknown>, thrown };
          },
        },
        db,
      );
    } finally {
      await service.close();
    }
  });
}

const run = async ({ service }: Office): Promise<string> =>
  (await service.ask<ArchiveRun>('Mutation.runArchive')).id;
const requestId = 'request-of-the-run';

test('P-52: a run’s line has the request’s id, how it ended, and how old the archive is then', async () => {
  const bucket = await s3.bucket();
  await withOffice(bucket, async (office, db) => {
    const appointment = await given(db.owner).appointment();
    const jobId = await run(office);
    const first = await office.line({ jobId, requestId });
    expect(first.line).toMatchObject({
      ...{ level: 'INFO', requestId, function: 'archive', job: 'RUN', jobId, outcome: 'SUCCEEDED' },
    });
    expect(emfFaults(first.text)).toEqual([]);
    const rows = (await readInfo(bucket))?.info.total_records;
    expect(rows).toBeGreaterThan(1);
    expect(emfMetrics(first.text)).toEqual([
      'ArchiveAge{MeetAssist}=0',
      `ArchiveRowsUploaded{MeetAssist}=${rows}`,
      'ArchiveRunsSucceeded{MeetAssist}=1',
      'ArchiveSeconds{MeetAssist}=0',
    ]);

    office.at(300);
    const second = await office.line({ jobId: await run(office), requestId });
    expect(second.line).toMatchObject({ outcome: 'UNCHANGED', ArchiveRunsSucceeded: 1 });
    expect(second.line).toMatchObject({ ArchiveAge: 0 });
    expect(second.line).not.toHaveProperty('ArchiveRowsUploaded');

    // What looks like a loss commits nothing: the archive grows older.
    await db.owner.query('delete from appointment where id = $1', [appointment.id]);
    office.at(900);
    const third = await office.line({ jobId: await run(office), requestId });
    expect(third.line).toMatchObject({ level: 'WARN', outcome: 'SUSPECT' });
    expect(emfMetrics(third.text)).toEqual([
      'ArchiveAge{MeetAssist}=600',
      'ArchiveRunsSuspect{MeetAssist}=1',
      'ArchiveSeconds{MeetAssist}=0',
    ]);
    expect(third.thrown).toBeUndefined();
  });
});

test('P-52: a run that fails is counted, and its line tells what failed', async () => {
  await withOffice(await s3.bucket(), async (office, db) => {
    await given(db.owner).appointment();
    await office.line({ jobId: await run(office), requestId });
    office.at(60);
    await given(db.owner).appointment();
    const jobId = await run(office);
    s3.fail('DENY', { operation: 'PutObject', times: 100 });
    const { line, text, thrown } = await office.line({ jobId, requestId });
    s3.heal();
    expect(line).toMatchObject({
      ...{ level: 'ERROR', requestId, job: 'RUN', jobId, outcome: 'FAILED' },
      error: { name: 'RunFailed', at: expect.any(Array) },
    });
    expect((line['error'] as { causes: string[] }).causes.join()).toMatch(/BucketError/);
    expect(emfMetrics(text)).toEqual([
      'ArchiveAge{MeetAssist}=60',
      'ArchiveRunsFailed{MeetAssist}=1',
      'ArchiveSeconds{MeetAssist}=0',
      'JobsFailed{MeetAssist,archive}=1',
    ]);
    expect(thrown).toMatchObject({ name: 'JobFailed', message: 'see the log' });

    // Lambda sends the same event again: a new attempt, under the same request.
    const again = await office.line({ jobId, requestId });
    expect(again.line).toMatchObject({ requestId, attemptOf: jobId, outcome: 'SUCCEEDED' });
    expect((await office.line({ jobId, requestId })).line).toMatchObject({
      ...{ level: 'INFO', jobId, outcome: 'NOTHING_TO_DO' },
    });
  });
});

test('P-23: of an event that is none, and of an error, nothing is told but its kind', async () => {
  const SECRET = 'Nguyễn Thị Lan';
  const work = {
    VERIFY: { run: () => Promise.reject(new SyntaxError(`unexpected token in "${SECRET}"`)) },
  };
  await withOffice(
    await s3.bucket(),
    async office => {
      const { id } = await office.service.ask<JobAnswer>('Mutation.verifyArchive');
      const failed = await office.line({ jobId: id, requestId: SECRET });
      expect(failed.line).toMatchObject({ job: 'VERIFY', error: { name: 'SyntaxError' } });
      const none = await office.line({ jobId: SECRET });
      expect(none.line).toMatchObject({ jobId: 'malformed', outcome: 'FAILED', JobsFailed: 1 });
      for (const { text, thrown } of [failed, none]) {
        expect(`${text} ${(thrown as Error).message} ${(thrown as Error).stack}`).not.toContain(
          'Lan',
        );
      }
    },
    work,
  );
});
