import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryProgramArgs } from '../generated/graphql.ts';
import { checkIntegerId } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** One program. */
export function request(ctx: Context<QueryProgramArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  return ask(ctx);
}
