import {
  type ArchiveRun,
  type Job as JobAnswer,
  type MutationRunArchiveArgs,
  type MutationVerifyArchiveArgs,
} from '../../generated/graphql.ts';
import { runOfJob } from '../archive/run-answers.ts';
import { field } from '../operation/operation.ts';
import { jobAnswer } from './answers.ts';
import { startJob } from './start.ts';

/** These only write the job; the pipelines of the fields invoke its function while it is QUEUED. */

export const runArchive = field<MutationRunArchiveArgs>(
  'RUN_ARCHIVE',
  async (scope, args): Promise<ArchiveRun> => {
    const trigger = scope.caller.kind === 'machine' ? 'SCHEDULE' : 'ADMIN';
    const input = {
      mode: args.mode ?? 'CHANGED',
      acceptShrink: args.acceptShrink ?? false,
      trigger,
    };
    return runOfJob(await startJob(scope, args, { action: 'runArchive', kind: 'RUN', input }));
  },
);

export const verifyArchive = field<MutationVerifyArchiveArgs>(
  'MANAGE_ARCHIVE',
  async (scope, args): Promise<JobAnswer> => {
    const input = { deep: args.deep ?? false };
    return jobAnswer(
      await startJob(scope, args, { action: 'verifyArchive', kind: 'VERIFY', input }),
    );
  },
);
