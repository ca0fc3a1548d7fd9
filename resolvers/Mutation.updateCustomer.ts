import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationUpdateCustomerArgs } from '../generated/graphql.ts';
import { checkCustomerId, checkText, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Changes what is said of a customer. */
export function request(ctx: Context<MutationUpdateCustomerArgs>): LambdaRequest {
  checkCustomerId(ctx.args.id, 'id');
  checkText(ctx.args.input.fullName, 'fullName', 100);
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
