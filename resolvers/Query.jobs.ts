import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryJobsArgs } from '../generated/graphql.ts';
import { checkPage } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** The latest jobs. */
export function request(ctx: Context<QueryJobsArgs>): LambdaRequest {
  checkPage(ctx.args);
  return ask(ctx);
}
