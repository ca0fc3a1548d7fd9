import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../../services/archive/documents.ts';
import { runArchive } from '../../../services/archive/run.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { another } from '../../support/archive/another.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../../support/database.ts';
import { chance } from '../../support/random.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';
import { OFFICE_ZONE, type Service, startService } from '../../support/service.ts';
import { expectSound } from '../../support/soundness.ts';
import { fillGround, ground, STORM_NOW } from '../../support/storm-ground.ts';
import { anyChange } from '../../support/storm.ts';

const CLIENTS = 16;
const CHANGES = 40;

let db: TestDatabase;
let s3: TestS3;
let bucket: Bucket;
let services: Service[];
beforeAll(async () => {
  db = await createDatabase();
  await fillGround(db.owner);
  s3 = await startS3();
  bucket = await s3.bucket();
  services = Array.from({ length: CLIENTS }, () => startService(db.connection('api')));
  for (const service of services) service.at(STORM_NOW);
});
afterAll(async () => {
  await Promise.all(services.map(service => service.close()));
  await s3.close();
  await db.drop();
});

async function run(jobId: string): Promise<RunRecord> {
  const client = new pg.Client(db.connection('archive'));
  await client.connect();
  const now = (): Date => new Date(STORM_NOW);
  try {
    return await runArchive(
      { mode: 'CHANGED', acceptShrink: false, trigger: 'ADMIN' },
      {
        ...{ client, withAnother: another(db.connection('archive')), bucket, now },
        ...{ jobId, zone: OFFICE_ZONE, actor: 'an admin' },
      },
    );
  } finally {
    await client.end();
  }
}

const restoring = { now: new Date(STORM_NOW), zone: OFFICE_ZONE };

test('P-07: whatever is written beside runs is in that run or in the next, and each archive is a sound office of its own', async () => {
  let writing = true;
  const writers = Promise.all(
    services.map(async (service, client) => {
      const luck = chance(9_000 + client);
      for (let left = CHANGES; left > 0; left--) {
        const { field, input } = anyChange(luck, ground);
        await service.reply(`Mutation.${field}`, input);
      }
    }),
  ).finally(() => {
    writing = false;
  });

  for (let count = 1; writing || count === 1; count++) {
    await run(`beside-${count}`);
    // A reference that does not resolve would not be taken; what else must hold is asked for.
    await withDatabase(async to => {
      await restored(to, bucket, restoring);
      await expectSound(to, { at: STORM_NOW });
    });
  }
  await writers;

  const last = await run('last');
  const again = await run('again');
  expect(last.drifted_partitions).toEqual([]);
  expect(again.outcome).toBe('UNCHANGED');
  await withDatabase(async to => {
    await restored(to, bucket, restoring);
    expect(await textOf(to)).toEqual(await textOf(db));
  });
}, 120_000);
