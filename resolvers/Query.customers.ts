import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryCustomersArgs } from '../generated/graphql.ts';
import { checkDate, checkIntegerId, checkPage } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** A page of customers. */
export function request(ctx: Context<QueryCustomersArgs>): LambdaRequest {
  checkPage(ctx.args);
  checkIntegerId(ctx.args.filter?.programId, 'filter.programId');
  checkDate(ctx.args.filter?.createdFrom, 'filter.createdFrom');
  checkDate(ctx.args.filter?.createdTo, 'filter.createdTo');
  return ask(ctx);
}
