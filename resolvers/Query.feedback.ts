import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryFeedbackArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkPage, checkRange, checkRatings } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** A page of feedback. */
export function request(ctx: Context<QueryFeedbackArgs>): LambdaRequest {
  checkPage(ctx.args);
  checkRange(ctx.args.filter, 'filter.');
  checkIntegerId(ctx.args.filter?.consultantId, 'filter.consultantId');
  checkRatings(ctx.args.filter);
  return ask(ctx);
}
