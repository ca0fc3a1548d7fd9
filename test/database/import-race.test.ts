import { expect, test } from 'vitest';
import { importOriginal } from '../../services/import/import-original.ts';
import { readOriginalDirectory } from '../../services/import/original-files.ts';
import { ImportRefused } from '../../services/import/report.ts';
import { withDatabase } from '../support/database.ts';
import { asOwner, SAMPLE, zone } from '../support/original-sample.ts';
import { chance } from '../support/random.ts';
import { startService } from '../support/service.ts';
import { expectSound } from '../support/soundness.ts';

/** After everything that the files tell of. */
const NOW = '2030-03-05T12:00:00+07:00';

test(
  'P-30: an import beside eight who write loads everything or nothing, and loses nobody’s change',
  { timeout: 120_000 },
  async () => {
    const files = await readOriginalDirectory(SAMPLE);
    const ends = new Set<string>();
    for (const seed of [1, 2, 3, 4]) {
      await withDatabase(async db => {
        const services = Array.from({ length: 8 }, () => startService(db.connection('api')));
        for (const service of services) service.at(NOW);
        const made: string[] = [];
        const imported = asOwner(db, client => importOriginal(client, files, { zone })).then(
          report => report.files.reduce((sum, { inserted }) => sum + inserted, 0),
          (error: unknown) => {
            expect(error).toBeInstanceOf(ImportRefused);
            return 0;
          },
        );
        // In half of the rounds the import comes first, and whoever writes waits for it.
        if (seed % 2 === 0) await asOwner(db, client => waitForLock(client));
        await Promise.all(
          services.map(async (service, i) => {
            const luck = chance(seed * 100 + i);
            for (let round = 0; round < 5; round++) {
              const { id } = await service.ask<{ id: string }>('Mutation.createCustomer', {
                input: { fullName: 'Nguyễn Thị Lan' },
              });
              made.push(id);
              await service.reply('Mutation.createAppointment', {
                input: {
                  customerId: id,
                  date: '2030-03-06',
                  startTime: `1${luck.between(0, 9)}:00`,
                },
              });
            }
          }),
        );
        const rows = await imported;
        ends.add(rows > 0 ? 'loaded' : 'refused');
        const { rows: found } = await db.owner.query(
          `select count(*) filter (where id = any($1))::int as made, count(*)::int as total from customer`,
          [made],
        );
        expect(found[0]?.made).toBe(40);
        expect(found[0]?.total > 40).toBe(rows > 0);
        await expectSound(db, { at: NOW });
        await Promise.all(services.map(service => service.close()));
      });
    }
    expect([...ends]).toContain('loaded');
  },
);

/** Until an import holds the tables. */
async function waitForLock(client: { query(text: string): Promise<{ rowCount: number | null }> }) {
  for (;;) {
    const { rowCount } = await client.query(
      `select from pg_locks where relation = 'customer'::regclass and mode = 'ShareRowExclusiveLock' and granted`,
    );
    if (rowCount) return;
    const { rowCount: some } = await client.query('select from customer limit 1');
    if (some) return;
  }
}
