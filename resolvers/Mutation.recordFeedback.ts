import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationRecordFeedbackArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkNewRating, checkText } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Writes down what a customer said of a meeting. */
export function request(ctx: Context<MutationRecordFeedbackArgs>): LambdaRequest {
  checkIntegerId(ctx.args.appointmentId, 'appointmentId');
  checkNewRating(ctx.args.rating, 'rating');
  checkText(ctx.args.clientToken, 'clientToken', 100);
  return ask(ctx);
}
