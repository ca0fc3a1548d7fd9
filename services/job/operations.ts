import { type QueryJobArgs, type QueryJobsArgs } from '../../generated/graphql.ts';
import { pageSize } from '../db/page.ts';
import { field } from '../operation/operation.ts';
import { notFound } from '../shared/errors.ts';
import { jobAnswer } from './answers.ts';
import { findJob, latestJobs } from './store.ts';

export const job = field<QueryJobArgs>('MANAGE_ARCHIVE', async ({ db }, { id }) => {
  const found = await findJob(db, id);
  if (!found) throw notFound('job', id);
  return jobAnswer(found);
});

export const jobs = field<QueryJobsArgs>('MANAGE_ARCHIVE', async ({ db }, { kind, limit }) =>
  (await latestJobs(db, kind ?? undefined, pageSize(limit))).map(jobAnswer),
);
