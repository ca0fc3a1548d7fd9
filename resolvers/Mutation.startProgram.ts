import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationStartProgramArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Says that a program has begun. */
export function request(ctx: Context<MutationStartProgramArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
