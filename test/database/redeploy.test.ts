import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { roles } from '../../services/db/roles.ts';
import { type Migration } from '../../services/db/migrate.ts';
import { dataTables } from '../../services/db/tables.ts';
import { createDeployment } from '../../services/init/deployment.ts';
import { createInitialise } from '../../services/init/initialise.ts';
import { type ResourceEvent } from '../../services/init/resource-event.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { archived, NOW, ZONE } from '../support/archive/run.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { chance } from '../support/random.ts';
import { startTestRds, type TestRds } from '../support/rds.ts';
import { startS3, type TestS3 } from '../support/s3.ts';
import { released, versionWith, versionWithChanged } from '../support/versions.ts';

// Databases are made anew again and again, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let rds: TestRds;
let s3: TestS3;
let bucket: Bucket;
let source: TestDatabase;
beforeAll(async () => {
  [rds, s3, source] = await Promise.all([startTestRds(), startS3(), createDatabase()]);
  await fillAtRandom(source, { appointments: 40, today: '2026-11-20', seed: 8 });
  bucket = await s3.bucket();
  await archived(source, bucket);
});
afterAll(() => Promise.all([rds.stop(), s3.close(), source.drop()]));

const NOTE = 'alter table program add column note text';
const INDEX = `create index program_by_note on program (note);
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$`;

/** What may be deployed, and rolled back to, in any order. */
const versions = {
  first: released,
  second: versionWith(NOTE),
  third: versionWith(NOTE, INDEX),
  'a failing one': versionWith(NOTE, INDEX, 'update customer set notes = null; select 1 / 0'),
  'another failing one': versionWith('delete from feedback; select absent()'),
  'a changed one': versionWithChanged(3),
} as const satisfies Record<string, readonly Migration[]>;
type Version = keyof typeof versions;

/** Every row of every table with data, without what the second version adds. */
async function rowsOf(db: TestDatabase): Promise<string[]> {
  const all: string[] = [];
  for (const table of dataTables) {
    const { rows } = await db.owner.query<{ row: string }>(
      `select '${table} ' || (to_jsonb(r) - 'note')::text as row from ${table} r order by 1`,
    );
    all.push(...rows.map(({ row }) => row));
  }
  return all;
}

test.for([1, 2])(
  'P-01: no sequence of deployments, rollbacks and replays changes a row (seed %i)',
  async seed => {
    const luck = chance(seed);
    const database = rds.newName();
    const answers: string[] = [];

    /** What CloudFormation's event comes to when this version is deployed. */
    async function handled(version: Version, RequestType: ResourceEvent['RequestType']) {
      const initialise = createInitialise({
        ...{ database: rds.config('owner', database), bucket, now: () => NOW, zone: ZONE },
        migrations: versions[version],
        pause: async () => {},
      });
      await createDeployment({
        master: async () => rds.master,
        initialise: asked => initialise(asked),
        settle: () => Promise.reject(new Error('the bucket is nobody’s here')),
        putAnswer: async (_, answer) => void answers.push(answer),
      })({
        ...{ RequestType, ResponseURL: 'https://example', StackId: 's', RequestId: 'r' },
        ...{
          LogicalResourceId: 'l',
          ResourceType: 'Custom::PreparedDatabase',
          ResourceProperties: {},
        },
      });
      return JSON.parse(answers.at(-1) ?? '') as { Status: string; Reason: string };
    }

    expect(await handled('first', 'Create')).toMatchObject({ Status: 'SUCCESS' });
    const db = rds.pools(database);
    try {
      let expected = await rowsOf(db);
      expect(expected).toHaveLength((await rowsOf(source)).length);
      const story: string[] = [];
      for (let step = 0; step < 14; step++) {
        if (luck.likely(30)) {
          await given(db.owner).appointment();
          expected = await rowsOf(db);
        }
        const version = luck.of(Object.keys(versions) as Version[]);
        const type = luck.of(['Create', 'Update', 'Update', 'Delete'] as const);
        // A rollback is an update to the version before; a replay is the same event at the same time.
        const times = luck.likely(25) ? 2 : 1;
        const done = await Promise.all(Array.from({ length: times }, () => handled(version, type)));
        story.push(`${type} ${version} ${done.map(({ Status }) => Status).join('+')}`);
        expect(await rowsOf(db), story.join('\n')).toEqual(expected);
        const failing = version.startsWith('a') && type !== 'Delete';
        if (!failing)
          expect(
            done.map(({ Status }) => Status),
            story.join('\n'),
          ).not.toContain('FAILED');
      }
      // It was a story in which something happened.
      expect(story.join('\n')).toMatch(/FAILED/);
      expect(story.join('\n')).toMatch(/Update (second|third) SUCCESS/);
      const { rows } = await db.owner.query('select session_user as me');
      expect(rows).toEqual([{ me: roles.owner }]);
    } finally {
      await db.drop();
    }
  },
);
