import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveOperations } from '../../../services/archive/operations.ts';
import { INFO_KEY } from '../../../services/archive/layout.ts';
import { createConnection } from '../../../services/db/connection.ts';
import { createDispatch } from '../../../services/handlers/dispatch.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, NOW, refusedRun, verified, ZONE } from '../../support/archive/run.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { people } from '../../support/service.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

async function stateOf(bucket: Bucket): Promise<string> {
  return (await bucket.read(INFO_KEY))?.body.toString() ?? '';
}

/** What the archive's function answers. */
async function status(db: TestDatabase, bucket: Bucket): Promise<unknown> {
  const connection = createConnection({
    ...db.connection('archive'),
    ...{ tls: false, statementTimeoutMs: 20_000, zone: ZONE, applicationName: 'status' },
  });
  const dispatch = createDispatch(archiveOperations(bucket), {
    ...{ db: connection, clock: () => NOW, zone: ZONE },
  });
  try {
    return await dispatch({
      operation: 'Query.archiveStatus',
      ...{ input: {}, identity: people.admin },
      selection: { graphql: '{ state lastError tables { table } lastRun { status error } }' },
    });
  } finally {
    await connection.close();
  }
}

test.for(['CHANGED', 'FULL'] as const)(
  'P-01: functions that were rolled back do not archive (%s) a database without the columns of the later version',
  mode =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await given(db.owner).program();
      await archived(db, bucket);
      await db.owner.query(`alter table program add column room text default 'B1'`);
      await given(db.owner).program();
      const before = await stateOf(bucket);
      for (let i = 0; i < 2; i++) {
        const record = await refusedRun(archived(db, bucket, { mode }));
        expect(record).toMatchObject({
          outcome: 'FAILED',
          error: expect.stringMatching(
            /^program: .* the later version is to be deployed/,
          ) as string,
        });
        expect(record.error).not.toContain('room');
      }
      const { run_id, tables } = JSON.parse(before) as { run_id: string; tables: object };
      expect(JSON.parse(await stateOf(bucket))).toMatchObject({
        run_id,
        tables: { program: { record_count: 1 } },
      });
      expect(Object.keys(tables)).toContain('program');
      await db.owner.query('alter table program drop column room');
      expect(await archived(db, bucket, { mode })).toMatchObject({ outcome: 'SUCCEEDED' });
    }),
);

describe('P-09: a state that cannot be what it says fails a run with a sentence, and stays as it is', () => {
  test.for([
    ['{"format_version":', 'it is no JSON'],
    ['[]', 'it is no object'],
    ['{"format_version":2}', 'the archive has another format than this version reads'],
    ['{"format_version":1}', 'it has no tables'],
    [
      /"customer":(?=\{"bytes":\d+,"checksum")/,
      '"visitor":',
      'it names a table that this version does not have',
    ],
    [/"schema_version":\d+/, '"schema_version":null', 'it has no schema version'],
    [/"archive_history":/, '"history":', 'it does not tell of the runs'],
    [/"last_run":/, '"lastRun":', 'it does not tell of the runs'],
  ] as const)('%s %s', ([what, ...said]) =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await given(db.owner).program();
      await archived(db, bucket);
      const damaged =
        typeof what === 'string' ? what : (await stateOf(bucket)).replace(what, said[0]);
      await bucket.write(INFO_KEY, Buffer.from(damaged), 'application/json');
      await given(db.owner).program();
      const sentence = `${INFO_KEY}: ${said.at(-1) ?? ''}`;
      const record = await refusedRun(archived(db, bucket, { acceptShrink: true }));
      expect(record.outcome).toBe('FAILED');
      expect(record.error).toContain(sentence);
      await expect(verified(db, bucket)).rejects.toThrow(sentence);
      expect(await stateOf(bucket)).toBe(damaged);
      expect(await status(db, bucket)).toMatchObject({
        data: {
          state: 'FAILED',
          lastError: expect.stringContaining(sentence) as string,
          tables: [],
        },
      });
    }),
  );
});
