import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryOverviewArgs } from '../generated/graphql.ts';
import { checkRange } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** The start page. */
export function request(ctx: Context<QueryOverviewArgs>): LambdaRequest {
  checkRange(ctx.args, '');
  return ask(ctx);
}
