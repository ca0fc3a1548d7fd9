import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryDailySummariesArgs } from '../generated/graphql.ts';
import { checkRange } from './lib/guard.ts';
import { askWhole } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** One row for each day of a range. */
export function request(ctx: Context<QueryDailySummariesArgs>): LambdaRequest {
  checkRange(ctx.args, '');
  return askWhole(ctx);
}
