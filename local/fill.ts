import { type ClientBase } from 'pg';
import { withClient } from '../services/db/with-client.ts';
import { hasRows } from '../services/db/has-rows.ts';
import { officeTime } from '../services/shared/clock.ts';
import { CannotStart } from './cannot-start.ts';
import { type Connection } from './database.ts';
import { type DemoSize } from './options.ts';
import { refuseRestoring, restoreEmpty, type Restoring } from './restore.ts';

/** What an empty database gets, and what is said about it. */
export interface Filling extends Restoring {
  readonly demo?: DemoSize;
  /** Folder with files in the original format; then there are no demo data. */
  readonly importFrom?: string;
}

/**
 * Gives an empty database what its archive holds, or else its demo data, or any database the rows of the files. A database that has rows keeps them:
 * then demo data are left out, and an import adds what is new or is refused. Throws {@link CannotStart}.
 */
export async function fillDatabase(owner: Connection, filling: Filling): Promise<void> {
  await withClient({ ...owner }, async client => {
    // The database's own clock, which constraints and defaults read, is that of the stack while it is filled.
    const { instant } = officeTime(filling.now, filling.zone);
    await client.query(`select set_config('meetassist.now', $1, false)`, [instant]);
    if (!(await hasRows(client))) await restoreEmpty(client, filling);
    else if (filling.restoreFrom !== undefined) refuseRestoring(filling.restoreFrom);
    else if (filling.days !== undefined) {
      filling.log('The database has data already, so --days leaves nothing out.');
    }
    if (filling.restoreFrom !== undefined) return;
    if (filling.importFrom === undefined) await loadDemoData(client, filling);
    else await importFiles(client, filling.importFrom, filling);
  });
}

async function loadDemoData(client: ClientBase, { demo, now, zone, log }: Filling): Promise<void> {
  if (demo === 'none') return;
  if (await hasRows(client)) {
    if (demo)
      log(`The database has data already, so --demo ${demo} adds nothing; --reset starts afresh.`);
    return;
  }
  // Read only when it is needed: most starts find data.
  const { loadDemo } = await import('./demo/load.ts');
  const started = performance.now();
  const { date: today } = officeTime(now, zone);
  const size = demo ?? 'small';
  const { appointments } = await loadDemo(client, { size, today, zone, progress: log });
  log(`Loaded demo data: ${appointments} appointments in ${secondsSince(started)} s.`);
}

async function importFiles(
  client: ClientBase,
  folder: string,
  { zone, log }: Filling,
): Promise<void> {
  const { importOriginal } = await import('../services/import/import-original.ts');
  const { readOriginalDirectory, NoOriginalFiles } =
    await import('../services/import/original-files.ts');
  const { describeImport, ImportRefused } = await import('../services/import/report.ts');
  const started = performance.now();
  try {
    log(
      describeImport(await importOriginal(client, await readOriginalDirectory(folder), { zone })),
    );
    log(`Imported ${folder} in ${secondsSince(started)} s.`);
  } catch (cause) {
    if (!(cause instanceof ImportRefused || cause instanceof NoOriginalFiles)) throw cause;
    const isOther =
      cause instanceof ImportRefused &&
      cause.report.rejections.some(({ code }) => code === 'DIFFERS' || code === 'ONLY_HEADER');
    const hint = isOther
      ? '\nThe database has other data already; --reset starts afresh, --data-dir uses another database.'
      : '';
    throw new CannotStart(`--import ${folder}: ${cause.message}${hint}`, { cause });
  }
}

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
