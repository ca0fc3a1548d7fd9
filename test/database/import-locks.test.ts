import { type ClientBase } from 'pg';
import { expect, test } from 'vitest';
import { importOriginal } from '../../services/import/import-original.ts';
import { withDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { asOwner, changed, zone } from '../support/original-sample.ts';

test('others write while the files are read', () =>
  withDatabase(async db => {
    const files = changed({});
    const last = files['ProgramParticipant.csv'];
    let written = 0;
    const report = await asOwner(db, client =>
      importOriginal(
        client,
        {
          ...files,
          'ProgramParticipant.csv': async function* () {
            yield last.subarray(0, 100);
            // Whoever had to wait for the import would wait for ever.
            await given(db.owner).customer({ full_name: 'Lê An' });
            written += 1;
            yield last.subarray(100);
          },
        },
        { zone },
      ),
    );
    expect(written).toBe(1);
    expect(report.outcome).toBe('IMPORTED');
    expect((await db.owner.query('select from customer')).rowCount).toBe(13);
  }));

test('who has begun to write comes first, even when each waits for the other', () =>
  withDatabase(async db => {
    const { id } = await given(db.owner).customer({ full_name: 'Lê An' });
    const writer = await db.owner.connect();
    try {
      await book(writer, id);
      const imported = asOwner(db, client => importOriginal(client, changed({}), { zone }));
      await untilImportWaits(writer);
      // The import has this table already and waits for the other one.
      const note = `update customer set notes = 'x' where id = $1`;
      await writer.query(note, [id]).catch(async (error: unknown) => {
        // On a machine that stands still it may be the writer who gives up, and does it all again, as the API does.
        expect(error).toMatchObject({ code: '40P01' });
        await writer.query('rollback');
        await book(writer, id);
        await writer.query(note, [id]);
      });
      await writer.query('commit');
      expect((await imported).outcome).toBe('IMPORTED');
    } finally {
      writer.release(true);
    }
    const { rows } = await db.owner.query(
      'select count(*)::int as total, max(id) as last from appointment',
    );
    expect(rows).toEqual([{ total: 16, last: 9000 }]);
  }));

/** Begins a transaction that makes an appointment. */
async function book(client: ClientBase, customerId: string): Promise<void> {
  await client.query('begin');
  await client.query(
    `insert into appointment (id, customer_id, date, start_time) values (9000, $1, '2030-03-05', '09:00')`,
    [customerId],
  );
}

/** Until an import stands in the queue for appointments. */
async function untilImportWaits(client: ClientBase): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      `select from pg_locks where relation = 'appointment'::regclass and mode = 'ShareRowExclusiveLock' and not granted`,
    );
    if (rowCount) return;
  }
}
