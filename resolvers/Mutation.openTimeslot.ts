import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationOpenTimeslotArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Offers a slot again. */
export function request(ctx: Context<MutationOpenTimeslotArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
