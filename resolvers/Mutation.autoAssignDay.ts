import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationAutoAssignDayArgs } from '../generated/graphql.ts';
import { checkDate } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Gives consultants to the unassigned appointments of a day. */
export function request(ctx: Context<MutationAutoAssignDayArgs>): LambdaRequest {
  checkDate(ctx.args.date, 'date');
  return ask(ctx);
}
