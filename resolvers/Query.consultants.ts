import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryConsultantsArgs } from '../generated/graphql.ts';
import { checkPage, checkRatings } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** A page of consultants. */
export function request(ctx: Context<QueryConsultantsArgs>): LambdaRequest {
  checkPage(ctx.args);
  checkRatings(ctx.args.filter);
  return ask(ctx);
}
