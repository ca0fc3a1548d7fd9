import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryConsultantArgs } from '../generated/graphql.ts';
import { checkIntegerId } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** One consultant. */
export function request(ctx: Context<QueryConsultantArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  return ask(ctx);
}
