import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';

const NOW = '2025-03-05T05:00:00+00:00';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
  const make = given(db.owner);
  const consultant = await make.consultant({ specialties: ['Luật'] });
  const { id } = await make.appointment({
    consultant_id: consultant.id,
    status: 'COMPLETED',
    description: 'x',
    required_specialty: 'Luật',
  });
  await make.feedback({ appointment_id: id });
  await make.timeslot();
  await make.participant();
});
afterAll(() => db.drop());

const changes = [
  ['customer', 'notes', `'x'`],
  ['consultant', 'qualifications', `'x'`],
  ['timeslot', 'is_available', 'false'],
  ['appointment', 'description', `'y'`],
  ['feedback', 'comment', `'x'`],
  ['program', 'content', `'x'`],
  ['program_participant', 'status', `'ATTENDED'`],
] as const;

test('every table with a version is tried', async () => {
  const { rows } = await db.owner.query<{ name: string }>(
    `select attrelid::regclass::text as name from pg_attribute join pg_class on pg_class.oid = attrelid
      where attname = 'version' and relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(changes.map(([table]) => table).sort());
});

test.for(changes)(
  'a change of %s counts up its version and dates it by the clock; repeating it does neither',
  async ([table, column, value]) => {
    const client = await db.api.connect();
    try {
      await client.query(`begin; set local timezone = 'UTC'; set local meetassist.now = '${NOW}'`);
      const update = async (to: string) =>
        (
          await client.query<{ version: number; updated: string | null }>(
            `update ${table} set ${column} = ${to} returning version, to_json(updated_at)::text as updated`,
          )
        ).rows[0];
      expect(await update(column)).toEqual({ version: 1, updated: null });
      expect(await update(value)).toEqual({ version: 2, updated: `"${NOW}"` });
      await client.query(`set local meetassist.now = '2025-03-06T05:00:00Z'`);
      expect(await update(value)).toEqual({ version: 2, updated: `"${NOW}"` });
    } finally {
      await client.query('rollback');
      client.release();
    }
  },
);
