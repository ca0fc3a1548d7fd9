import { type Context, type LambdaRequest, runtime, util } from '@aws-appsync/utils';
import { requestIdOf } from './request-id.ts';

/**
 * Sends the function that does a job its event, without waiting for it. Only while the job is QUEUED: a request that
 * came before under the same client token gives a job that is begun or done. Sent twice, it is done once.
 */
export function invoke(ctx: Context): LambdaRequest {
  const job = ctx.stash.job;
  if (job.status !== 'QUEUED') runtime.earlyReturn(job);
  const payload = { jobId: job.id, requestId: requestIdOf(ctx) };
  return { operation: 'Invoke', invocationType: 'Event', payload };
}

/** The job stays QUEUED when its function cannot be told: sent again under its client token, the request tells it. */
export function invoked(ctx: Context): unknown {
  if (ctx.error) util.error('The service did not answer. Please try again.', 'Internal');
  return ctx.result;
}
