import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationCompleteProgramArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Says that a program is over. */
export function request(ctx: Context<MutationCompleteProgramArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
