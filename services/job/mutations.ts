import {
  type ArchiveRun,
  type Job as JobAnswer,
  type MutationExportCsvArgs,
  type MutationExportOriginalArgs,
  type MutationImportOriginalArgs,
  type MutationLoadDaysArgs,
  type MutationRestoreDrillArgs,
  type MutationRunArchiveArgs,
  type MutationVerifyArchiveArgs,
} from '../../generated/graphql.ts';
import { runOfJob } from '../archive/run-answers.ts';
import { checkExport } from '../export/csv.ts';
import { csvExport } from '../export/input.ts';
import { checkImport, type ImportInput } from '../import/import-job.ts';
import { demand } from '../identity/caller.ts';
import { field, type Scope } from '../operation/operation.ts';
import { calendarDate, checkedRange } from '../shared/dates.ts';
import { fileNameOf } from '../import/file-names.ts';
import { jobAnswer } from './answers.ts';
import { startJob, type Start } from './start.ts';

/** These only write the job; the pipelines of the fields invoke its function while it is QUEUED. */

export const runArchive = field<MutationRunArchiveArgs>(
  'RUN_ARCHIVE',
  async (scope, args): Promise<ArchiveRun> => {
    // A machine cannot have looked.
    if (args.acceptShrink === true) demand(scope.caller, 'MANAGE_ARCHIVE');
    const trigger = scope.caller.kind === 'machine' ? 'SCHEDULE' : 'ADMIN';
    const input = {
      mode: args.mode ?? 'CHANGED',
      acceptShrink: args.acceptShrink ?? false,
      trigger,
    };
    return runOfJob(await startJob(scope, args, { action: 'runArchive', kind: 'RUN', input }));
  },
);

export const verifyArchive = field<MutationVerifyArchiveArgs>('MANAGE_ARCHIVE', (scope, args) => {
  const input = { deep: args.deep ?? false };
  return started(scope, args, { action: 'verifyArchive', kind: 'VERIFY', input });
});

export const loadDays = field<MutationLoadDaysArgs>('MANAGE_ARCHIVE', async (scope, args) => {
  const range = { from: calendarDate('from', args.from), to: calendarDate('to', args.to) };
  const input = checkedRange(range, Infinity);
  return started(scope, args, { action: 'loadDays', kind: 'LOAD_DAYS', input });
});

export const restoreDrill = field<MutationRestoreDrillArgs>('MANAGE_ARCHIVE', (scope, args) =>
  started(scope, args, { action: 'restoreDrill', kind: 'RESTORE_DRILL', input: {} }),
);

export const importOriginal = field<MutationImportOriginalArgs>(
  'MANAGE_ARCHIVE',
  async (scope, args) => {
    const { files, dryRun, fixPhones } = args.input;
    const input: ImportInput = {
      files: files.map(({ file, key }) => ({ file: fileNameOf[file], key })),
      dryRun: dryRun ?? true,
      fixPhones: fixPhones ?? false,
    };
    checkImport(input);
    return started(scope, args, { action: 'importOriginal', kind: 'IMPORT_ORIGINAL', input });
  },
);

export const exportOriginal = field<MutationExportOriginalArgs>('MANAGE_ARCHIVE', (scope, args) =>
  started(scope, args, { action: 'exportOriginal', kind: 'EXPORT_ORIGINAL', input: {} }),
);

export const exportCsv = field<MutationExportCsvArgs>('MANAGE_ARCHIVE', async (scope, args) => {
  const input = csvExport(args.input);
  checkExport(input, scope.now);
  return started(scope, args, { action: 'exportCsv', kind: 'EXPORT_CSV', input });
});

async function started(
  scope: Scope,
  args: { readonly clientToken?: string | null | undefined },
  start: Start,
): Promise<JobAnswer> {
  return jobAnswer(await startJob(scope, args, start));
}
