import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationEnableCustomerArgs } from '../generated/graphql.ts';
import { checkCustomerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Lets a customer ask for appointments again. */
export function request(ctx: Context<MutationEnableCustomerArgs>): LambdaRequest {
  checkCustomerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
