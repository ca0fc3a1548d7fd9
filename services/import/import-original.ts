import { type ClientBase } from 'pg';
import { bulkLoad } from '../db/bulk-load.ts';
import { checkTogether } from './checks.ts';
import { createFindings, type Findings, ImportRefused } from './finding.ts';
import { originalFileNames } from './formats.ts';
import { insertStaged } from './insertion.ts';
import { type OriginalFiles } from './original-files.ts';
import { findOverlaps } from './overlaps.ts';
import { type FileReport, type ImportReport } from './report.ts';
import { stage, type Staged } from './staging.ts';

/**
 * Loads files in the original format into an empty database: ids are kept, and it is all of it or nothing, in one
 * transaction. `zone` is the one in which the files' timestamps were written. `client` is connected as the owner.
 * Errors: `DatabaseNotEmpty`; {@link ImportRefused} with every row that cannot be taken; what reading a file throws.
 */
export async function importOriginal(
  client: ClientBase,
  files: OriginalFiles,
  { zone }: { readonly zone: string },
): Promise<ImportReport> {
  return bulkLoad(client, async () => {
    await client.query(
      `select set_config('timezone', $1, true), set_config('datestyle', 'ISO, YMD', true),
              set_config('meetassist.importing', 'on', true)`,
      [zone],
    );
    return load(client, files);
  });
}

/** Looks at everything first, so that one attempt names all that must be corrected, and writes afterwards. */
async function load(client: ClientBase, files: OriginalFiles): Promise<ImportReport> {
  const { rows } = await client.query<{ today: string }>(
    'select office_wall_clock()::date::text as today',
  );
  const today = rows[0]?.today ?? '';
  const refusals = createFindings(1_000);
  const staged: (Staged & { readonly warnings: Findings })[] = [];
  for (const file of originalFileNames) {
    const warnings = createFindings();
    staged.push({
      ...(await stage(client, files[file], { file, today, refusals, warnings })),
      warnings,
    });
  }
  stopAt(refusals);
  await checkTogether(client, refusals);
  stopAt(refusals);

  const overlaps = await findOverlaps(client);
  const reports: FileReport[] = [];
  for (const [index, file] of originalFileNames.entries()) {
    const { read = 0, unknownColumns = [], warnings } = staged[index] ?? {};
    reports.push({
      file,
      given: files[file] !== undefined,
      read,
      inserted: await insertStaged(client, file),
      unknownColumns,
      warnings: warnings?.kept ?? [],
      warningCount: warnings?.total ?? 0,
    });
  }
  return { files: reports, overlaps };
}

function stopAt(refusals: Findings): void {
  if (refusals.total > 0) throw new ImportRefused(refusals.kept, refusals.total);
}
