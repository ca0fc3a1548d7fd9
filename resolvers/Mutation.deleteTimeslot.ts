import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationDeleteTimeslotArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Removes a slot. */
export function request(ctx: Context<MutationDeleteTimeslotArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
