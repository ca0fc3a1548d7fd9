import { type Context } from '@aws-appsync/utils';

/** Its functions do everything. */
export function request(): unknown {
  return {};
}

/** A comparison of the archive with the bucket, as it was started. */
export function response(ctx: Context): unknown {
  return ctx.stash.job;
}
