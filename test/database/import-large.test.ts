import { expect, test } from 'vitest';
import { importOriginal } from '../../services/import/import-original.ts';
import { ImportRefused } from '../../services/import/report.ts';
import { withDatabase } from '../support/database.ts';
import { originalOffice } from '../support/original-office.ts';
import { asOwner, zone } from '../support/original-sample.ts';

/** Milliseconds: on a machine with other things to do. */
const LONG = 180_000;

/** Files of more than 50,000 rows together. */
const large = { customers: 4_000, consultants: 25, days: 260, programs: 20, numericIds: false };

test(
  'P-05, P-06: fifty thousand rows go in once, and a second time nothing does',
  { timeout: LONG },
  () =>
    withDatabase(async db => {
      const files = originalOffice(large, 7);
      const first = await asOwner(db, client => importOriginal(client, files, { zone }));
      const total = first.files.reduce((sum, { inserted }) => sum + inserted, 0);
      expect(total).toBeGreaterThan(50_000);
      expect(first.files.map(({ read, inserted }) => read - inserted)).toEqual(
        first.files.map(() => 0),
      );
      const { rows } = await db.owner.query<{ kept: number }>(`
      select ((select count(*) from customer) + (select count(*) from consultant) + (select count(*) from timeslot)
            + (select count(*) from appointment) + (select count(*) from feedback) + (select count(*) from program)
            + (select count(*) from program_participant))::int as kept`);
      expect(rows).toEqual([{ kept: total }]);

      const second = await asOwner(db, client => importOriginal(client, files, { zone }));
      expect(second.files.map(({ read, identical }) => read - identical)).toEqual(
        first.files.map(() => 0),
      );
    }),
);

test(
  'P-05: of fifty thousand rows of which each differs all are rejected, and a thousand told',
  { timeout: LONG },
  () =>
    withDatabase(async db => {
      const files = originalOffice(large, 7);
      await asOwner(db, client => importOriginal(client, files, { zone }));
      const slots = files['ConsultantSchedule.csv'].toString().replaceAll(':00:00,', ':01:00,');
      const error = await asOwner(db, client =>
        importOriginal(client, { 'ConsultantSchedule.csv': Buffer.from(slots) }, { zone }).catch(
          (thrown: unknown) => thrown,
        ),
      );
      if (!(error instanceof ImportRefused)) throw new Error('was taken', { cause: error });
      const { read, rejected } = error.report.files[2] ?? { read: 0, rejected: -1 };
      expect(rejected).toBe(read);
      expect(error.report.rejections).toHaveLength(1_000);
      expect(error.report.rejectionCount).toBeGreaterThanOrEqual(read);
    }),
);
