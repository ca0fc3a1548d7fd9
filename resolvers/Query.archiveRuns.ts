import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryArchiveRunsArgs } from '../generated/graphql.ts';
import { checkPage } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** The latest runs of the archive. */
export function request(ctx: Context<QueryArchiveRunsArgs>): LambdaRequest {
  checkPage(ctx.args);
  return ask(ctx);
}
