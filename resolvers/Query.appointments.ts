import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryAppointmentsArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkPage, checkRange, checkRatings } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** A page of appointments with what is selected of their people and feedback: one invocation. */
export function request(ctx: Context<QueryAppointmentsArgs>): LambdaRequest {
  checkPage(ctx.args);
  checkRange(ctx.args.filter, 'filter.');
  checkIntegerId(ctx.args.filter?.consultantId, 'filter.consultantId');
  checkIntegerId(ctx.args.filter?.programId, 'filter.programId');
  checkRatings(ctx.args.filter);
  return ask(ctx);
}
