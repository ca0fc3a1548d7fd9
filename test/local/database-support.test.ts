import { expect, test } from 'vitest';
import { withDatabase } from '../support/database.ts';

test('two databases made at the same moment are separate, and each role connects as itself', async () => {
  await Promise.all(
    [1, 2].map(() =>
      withDatabase(async db => {
        await db.owner.query('create table only_here (id int)');
        for (const role of ['owner', 'api', 'archive'] as const) {
          const { rows } = await db[role].query('select current_user, current_database() as name');
          expect(rows).toEqual([{ current_user: `meetassist_${role}`, name: db.name }]);
        }
      }),
    ),
  );
});

test('sessions of tests stand in the awkward zone', () =>
  withDatabase(async db => {
    const { rows } = await db.api.query('show timezone');
    expect(rows).toEqual([{ TimeZone: 'Pacific/Chatham' }]);
  }));
