import {
  type Job as JobAnswer,
  type QueryJobArgs,
  type QueryJobsArgs,
} from '../../generated/graphql.ts';
import { pageSize } from '../db/page.ts';
import { field, type Scope } from '../operation/operation.ts';
import { notFound } from '../shared/errors.ts';
import { selects, type Selection } from '../shared/selection.ts';
import { type Bucket } from '../s3/bucket.ts';
import { jobAnswer } from './answers.ts';
import { filesOf } from './files.ts';
import { type Job } from './job.ts';
import { findJob, latestJobs, readingJobs } from './store.ts';

export const job = (bucket: Bucket) =>
  field<QueryJobArgs>('MANAGE_ARCHIVE', async (scope, { id }, selection) => {
    const { db, now } = scope;
    const found = await readingJobs(db, now, () => findJob(db, id));
    if (!found) throw notFound('job', id);
    return withFiles(bucket, scope, found, selection);
  });

export const jobs = (bucket: Bucket) =>
  field<QueryJobsArgs>('MANAGE_ARCHIVE', async (scope, { kind, limit }, selection) => {
    const size = pageSize(limit);
    const { db, now } = scope;
    const found = await readingJobs(db, now, () => latestJobs(db, kind ?? undefined, size));
    return Promise.all(found.map(each => withFiles(bucket, scope, each, selection)));
  });

async function withFiles(
  bucket: Bucket,
  { now }: Scope,
  found: Job,
  selection: Selection,
): Promise<JobAnswer> {
  const files = selects(selection, 'files') ? await filesOf(found, bucket, now) : null;
  return { ...jobAnswer(found), files };
}
