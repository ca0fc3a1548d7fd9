import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationDisableConsultantArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Keeps a consultant from new appointments. */
export function request(ctx: Context<MutationDisableConsultantArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
