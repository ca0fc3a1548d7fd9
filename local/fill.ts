import { type ClientBase } from 'pg';
import { withClient } from '../services/db/bootstrap.ts';
import { dataTables } from '../services/db/bulk-load.ts';
import { officeTime } from '../services/shared/clock.ts';
import { type Connection } from './database.ts';
import { type DemoSize } from './options.ts';

export interface Filling {
  readonly demo: DemoSize;
  readonly now: Date;
  readonly zone: string;
  readonly log: (line: string) => void;
}

/** Gives an empty database its demo data; a database that has rows keeps them, and only them. */
export async function fillDatabase(owner: Connection, filling: Filling): Promise<void> {
  const { demo, now, zone, log } = filling;
  if (demo === 'none') return;
  await withClient({ ...owner }, async client => {
    if (await hasRows(client)) return;
    // Loaded only when it is needed: most starts find data.
    const { loadDemo } = await import('./demo/load.ts');
    const started = performance.now();
    const { date: today } = officeTime(now, zone);
    const { appointments } = await loadDemo(client, { size: demo, today, zone, progress: log });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    log(`Loaded demo data with ${appointments} appointments in ${seconds} s.`);
  });
}

async function hasRows(client: ClientBase): Promise<boolean> {
  const any = dataTables.map(table => `exists (select from ${table})`).join(' or ');
  const { rows } = await client.query<{ any: boolean }>(`select ${any} as any`);
  return rows[0]?.any ?? false;
}
