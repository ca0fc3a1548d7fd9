import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationDisableCustomerArgs } from '../generated/graphql.ts';
import { checkCustomerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Keeps a customer from new appointments. */
export function request(ctx: Context<MutationDisableCustomerArgs>): LambdaRequest {
  checkCustomerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
