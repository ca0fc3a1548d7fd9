import { expect, test } from 'vitest';
import { withDatabase } from '../support/database.ts';

test('when the office moves to another zone, the days of creation are counted anew', () =>
  withDatabase(async db => {
    await db.owner.query(`
      insert into customer (id, full_name, created_at) values
        ('late', 'Lê Minh', '2025-03-01 23:30:00+07'), ('early', 'Trần An', '2025-03-02 00:30:00+07')`);
    const days = async () =>
      (await db.owner.query('select date, total from creation_rollup order by date')).rows.map(
        row => [
          (row as { date: Date }).date.toLocaleDateString('en-CA'),
          (row as { total: number }).total,
        ],
      );
    expect(await days()).toEqual([
      ['2025-03-01', 1],
      ['2025-03-02', 1],
    ]);
    await db.owner.query(`update office set zone = 'Australia/Sydney'`);
    expect(await days()).toEqual([['2025-03-02', 2]]);
  }));
