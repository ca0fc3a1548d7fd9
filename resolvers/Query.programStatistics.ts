import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryProgramStatisticsArgs } from '../generated/graphql.ts';
import { checkRange } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Figures of the programs of a period. */
export function request(ctx: Context<QueryProgramStatisticsArgs>): LambdaRequest {
  checkRange(ctx.args, '');
  return ask(ctx);
}
