import { afterAll, beforeAll, expect, test } from 'vitest';
import { contract } from '../support/contract.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

/** What the contract says of itself: only a slot can be taken out. */
test('P-34: no mutation is about deleting appointments, feedback, people or programs', () => {
  const fields = Object.keys(contract.getMutationType()?.getFields() ?? {});
  const removing = fields.filter(name => /delete|remove|purge|erase|destroy|drop/i.test(name));
  expect(removing.filter(name => name !== 'deleteTimeslot')).toEqual([]);
});

test('P-34: the role of the API may delete slots, and no row of any other table', async () => {
  const { rows } = await db.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
        and (has_table_privilege('meetassist_api', c.oid, 'delete')
          or has_table_privilege('meetassist_api', c.oid, 'truncate'))`,
  );
  expect(rows.map(({ name }) => name)).toEqual(['timeslot']);
});

test('P-34: no row takes rows of another table with it', async () => {
  const { rows } = await db.owner.query<{ name: string }>(
    `select conname as name from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace and (confdeltype <> 'a' or confupdtype <> 'a')`,
  );
  expect(rows).toEqual([]);
});
