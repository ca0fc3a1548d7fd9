import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { restoreDrill } from '../../../services/archive/drill.ts';
import { INFO_KEY } from '../../../services/archive/layout.ts';
import { readInfo } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, NOW, ZONE } from '../../support/archive/run.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

// The machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

const OTHER = 'America/New_York';

/** An event in each hour of three days that begin then. */
const events = (from: string) => `
  insert into audit_event (at, actor, action, entity, entity_id)
  select timestamptz '${from}' + n * interval '1 hour', 'a', 'b', 'c', n::text from generate_series(0, 71) n`;

/** A bucket with the archive of a database in the usual zone, and what that database holds. */
async function archive(): Promise<{ readonly bucket: Bucket; readonly rows: unknown }> {
  const bucket = await s3.bucket();
  const rows = await withDatabase(async db => {
    await db.owner.query(events('2026-11-18T00:00Z'));
    await archived(db, bucket);
    return textOf(db);
  });
  return { bucket, rows };
}

const inOtherZone = (use: (db: TestDatabase) => Promise<void>): Promise<void> =>
  withDatabase(async db => {
    await db.owner.query('update office set zone = $1', [OTHER]);
    await use(db);
  });

async function drilled(db: TestDatabase, bucket: Bucket): Promise<unknown> {
  const client = await db.owner.connect();
  try {
    return await restoreDrill({}, { client, bucket, now: () => NOW });
  } finally {
    client.release();
  }
}

test('P-01, P-02: what is written after a restore in another zone is archived beside all that was there', async () => {
  const { bucket, rows } = await archive();
  expect((await readInfo(bucket))?.info.zone).toBe(ZONE);
  await inOtherZone(async db => {
    await restored(db, bucket, { now: NOW, zone: OTHER });
    expect(await textOf(db)).toEqual(rows);
    expect(await drilled(db, bucket)).toMatchObject({ identical: true, rows: 72 });
    await db.owner.query(events('2026-11-20T00:00Z'));
    expect(await archived(db, bucket)).toMatchObject({
      outcome: 'SUCCEEDED',
      drifted_partitions: [],
    });
    await inOtherZone(async to => {
      await restored(to, bucket, { now: NOW, zone: OTHER });
      expect(await textOf(to)).toEqual(await textOf(db));
    });
    expect(await drilled(db, bucket)).toMatchObject({ identical: true, rows: 144 });
    expect(await archived(db, bucket, { mode: 'FULL' })).toMatchObject({ outcome: 'UNCHANGED' });
  });
});

test('P-15: some days of it cannot be loaded in another zone, and all can', async () => {
  const { bucket } = await archive();
  await inOtherZone(async db => {
    const options = { now: NOW, zone: OTHER };
    const window = { from: '2026-11-19', to: '2026-11-21' };
    await expect(restored(db, bucket, { ...options, window })).rejects.toMatchObject({
      reason: 'OTHER_ZONE',
      message: expect.stringContaining(`are those of ${ZONE}`) as string,
    });
    const whole = { from: '2026-11-01', to: '2026-11-30' };
    expect(await restored(db, bucket, { ...options, window: whole })).toMatchObject({ rows: 72 });
  });
});

test('P-02: an archive that does not say its zone is read in whole by the first run behind its restore', async () => {
  const { bucket } = await archive();
  const body = (await bucket.read(INFO_KEY))?.body.toString() ?? '';
  const older = body.replace(`"zone":"${ZONE}"`, '"unknown":0');
  expect(older).not.toBe(body);
  await bucket.write(INFO_KEY, Buffer.from(older), 'application/json');
  await inOtherZone(async db => {
    await restored(db, bucket, { now: NOW, zone: OTHER });
    await db.owner.query(events('2026-11-20T00:00Z'));
    await archived(db, bucket);
    await inOtherZone(async to => {
      await restored(to, bucket, { now: NOW, zone: OTHER });
      expect(await textOf(to)).toEqual(await textOf(db));
    });
  });
});
