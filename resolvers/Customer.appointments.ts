import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type CustomerAppointmentsArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkPage, checkRange, checkRatings } from './lib/guard.ts';
import { askForParent } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** The appointments of every customer of a list: one invocation. */
export function request(ctx: Context<CustomerAppointmentsArgs>): LambdaRequest {
  checkPage(ctx.args);
  checkRange(ctx.args.filter, 'filter.');
  checkIntegerId(ctx.args.filter?.consultantId, 'filter.consultantId');
  checkIntegerId(ctx.args.filter?.programId, 'filter.programId');
  checkRatings(ctx.args.filter);
  return askForParent(ctx);
}
