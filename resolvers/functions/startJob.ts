import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { checkText } from '../lib/guard.ts';
import { ask, settle } from '../lib/service.ts';

/** Has the API write the job that the field's mutation starts. */
export function request(ctx: Context<{ clientToken?: string | null }>): LambdaRequest {
  checkText(ctx.args.clientToken, 'clientToken', 100);
  return ask(ctx);
}

/** Kept in the stash: an invocation that nobody waits for gives nothing to the next half. */
export function response(ctx: Context): unknown {
  ctx.stash.job = settle(ctx);
  return ctx.stash.job;
}
