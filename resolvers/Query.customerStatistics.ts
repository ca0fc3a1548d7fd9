import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryCustomerStatisticsArgs } from '../generated/graphql.ts';
import { checkRange } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Figures of the customers for a period. */
export function request(ctx: Context<QueryCustomerStatisticsArgs>): LambdaRequest {
  checkRange(ctx.args, '');
  return ask(ctx);
}
