import { type ClientBase } from 'pg';
import { raiseSequences } from '../db/bulk-load.ts';
import { rollupTables } from '../db/tables.ts';
import { tidyTables } from '../db/tidy.ts';
import { checkKeys, checkTogether } from './checks.ts';
import { checkDeleted, compare } from './comparison.ts';
import { findBookedSlots, findSharedAddresses, newlyDisabled } from './derivations.ts';
import { createFindings, type Finding, type Findings } from './finding.ts';
import { formats, type OriginalFileName, originalFileNames } from './formats.ts';
import { insertNew } from './insertion.ts';
import { lockTargets } from './locks.ts';
import { type OriginalFiles } from './original-files.ts';
import { findOverlaps } from './overlaps.ts';
import { type FileReport, ImportRefused, type ImportReport } from './report.ts';
import { stage, type Staged, stagingTable } from './staging.ts';
import { targets } from './targets.ts';
import { checkLoaded } from './unloaded.ts';

export interface ImportOptions {
  /** The one in which the files' timestamps were written. */
  readonly zone: string;
  /** Does everything but keep it, and tells what would come of it. */
  readonly dryRun?: boolean;
  /** Repairs phone numbers that a spreadsheet damaged, and lists each; otherwise they are kept as they are. */
  readonly fixPhones?: boolean;
}

/**
 * Loads files in the original format into a database, empty or not: ids are kept, rows that it has as they are stay
 * untouched, and nothing is changed or removed. It is all of it or nothing, in one transaction; other writers wait only
 * while rows are compared and inserted, not while files are read. Rows write no audit events, as if they had always
 * been there. `client` is connected as the owner. Errors: {@link ImportRefused} with every row that cannot be taken (a
 * dry run gives its report instead); what reading a file throws.
 */
export async function importOriginal(
  client: ClientBase,
  files: OriginalFiles,
  { zone, dryRun = false, fixPhones = false }: ImportOptions,
): Promise<ImportReport> {
  await client.query('begin');
  let report: ImportReport;
  try {
    await client.query(
      `select set_config('timezone', $1, true), set_config('datestyle', 'ISO, YMD', true),
              set_config('meetassist.importing', 'on', true)`,
      [zone],
    );
    report = await load(client, files, { dryRun, fixPhones });
    await client.query(report.outcome === 'IMPORTED' ? 'commit' : 'rollback');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
  if (report.outcome === 'REFUSED') throw new ImportRefused(report);
  if (report.outcome === 'IMPORTED') await tidy(client, report);
  return report;
}

/** A file's rows on their way, and what is said of them. */
interface Arrival extends Staged {
  readonly file: OriginalFileName;
  readonly warnings: Findings;
  readonly changes: Findings;
}

/** Looks at everything first, so that one attempt names all that must be corrected, and writes afterwards. */
async function load(
  client: ClientBase,
  files: OriginalFiles,
  { dryRun, fixPhones }: { readonly dryRun: boolean; readonly fixPhones: boolean },
): Promise<ImportReport> {
  const refusals = createFindings(MOST_REJECTIONS);
  const arrivals = await stageAll(client, files, refusals, fixPhones);
  await checkKeys(client, refusals);

  await lockTargets(client);
  await refuseEmptied(client, files, arrivals, refusals);
  await findBookedSlots(client);
  await findSharedAddresses(client);
  for (const { file, columns } of arrivals) await compare(client, file, columns, refusals);
  await checkDeleted(client, refusals);
  await checkLoaded(client, refusals);
  const broken = new Set(arrivals.filter(each => each.isBroken).map(({ file }) => file));
  await checkTogether(client, refusals, broken);
  const overlaps = await findOverlaps(client);

  const reports: FileReport[] = [];
  for (const arrival of arrivals) {
    const given = files[arrival.file] !== undefined;
    reports.push(await reportOf(client, arrival, given));
  }
  const disabledConsultants = await newlyDisabled(client);
  const late =
    refusals.total === 0 ? await insertAll(client, arrivals, reports, dryRun) : undefined;
  if (late) refusals.add(late);
  return {
    outcome: dryRun ? 'DRY_RUN' : refusals.total > 0 ? 'REFUSED' : 'IMPORTED',
    files: reports,
    rejections: inOrder(refusals.kept),
    rejectionCount: refusals.total,
    overlaps,
    disabledConsultants,
  };
}

const MOST_REJECTIONS = 1_000;
const MOST_CHANGES = 10_000;

async function stageAll(
  client: ClientBase,
  files: OriginalFiles,
  refusals: Findings,
  fixPhones: boolean,
): Promise<Arrival[]> {
  const { rows } = await client.query<{ today: string }>(
    'select office_wall_clock()::date::text as today',
  );
  const today = rows[0]?.today ?? '';
  const arrivals: Arrival[] = [];
  for (const file of originalFileNames) {
    const said = { warnings: createFindings(), changes: createFindings(MOST_CHANGES) };
    const context = { file, today, fixPhones, refusals, ...said };
    arrivals.push({ file, ...said, ...(await stage(client, files[file], context)) });
  }
  return arrivals;
}

/** A file with nothing but a header beside a table with rows: whoever wrote it read nothing. */
async function refuseEmptied(
  client: ClientBase,
  files: OriginalFiles,
  arrivals: readonly Arrival[],
  refusals: Findings,
): Promise<void> {
  for (const { file, read, isBroken } of arrivals) {
    if (files[file] === undefined || read > 0 || isBroken) continue;
    const { rowCount } = await client.query(`select from ${targets[file].table} limit 1`);
    if (rowCount === 0) continue;
    const reason = 'has a header and no rows, but the database has some; leave such a file out';
    refusals.add({ file, row: null, column: null, code: 'ONLY_HEADER', reason });
  }
}

async function reportOf(client: ClientBase, arrival: Arrival, given: boolean): Promise<FileReport> {
  const { file, read, unknownColumns, columns, isBroken, warnings, changes } = arrival;
  const { rows } = await client.query<{ state: string; total: number }>(
    `select state, count(*)::integer as total from ${stagingTable(file)} group by state`,
  );
  const inState = (state: string): number => rows.find(row => row.state === state)?.total ?? 0;
  const all = formats[file].columns.map(({ name }) => name);
  return {
    ...{ file, given, read },
    inserted: inState('NEW'),
    identical: inState('IDENTICAL'),
    rejected: inState('REFUSED'),
    unknownColumns,
    missingColumns: given && !isBroken ? all.filter(name => !columns.includes(name)) : [],
    warnings: warnings.kept,
    warningCount: warnings.total,
    changes: changes.kept,
    changeCount: changes.total,
  };
}

/** Gives what a rule of the database had against it. A sequence is not part of the transaction: a dry run leaves it. */
async function insertAll(
  client: ClientBase,
  arrivals: readonly Arrival[],
  reports: readonly FileReport[],
  dryRun: boolean,
): Promise<Finding | undefined> {
  const filled = arrivals.filter((_, index) => (reports[index]?.inserted ?? 0) > 0);
  for (const { file, columns } of filled) {
    const finding = await insertNew(client, file, columns);
    if (finding) return finding;
  }
  if (!dryRun) {
    const tables = filled.map(({ file }) => targets[file]).filter(({ hasSequence }) => hasSequence);
    await raiseSequences(
      client,
      tables.map(({ table }) => table),
    );
  }
  return undefined;
}

async function tidy(client: ClientBase, { files }: ImportReport): Promise<void> {
  const tables = files
    .filter(({ inserted }) => inserted > 0)
    .map(({ file }) => targets[file].table);
  await tidyTables(client, tables.length === 0 ? [] : [...tables, ...rollupTables]);
}

function inOrder(findings: readonly Finding[]): Finding[] {
  const place = ({ file }: Finding): number => originalFileNames.findIndex(name => name === file);
  return [...findings].sort(
    (one, other) => place(one) - place(other) || (one.row ?? 0) - (other.row ?? 0),
  );
}
