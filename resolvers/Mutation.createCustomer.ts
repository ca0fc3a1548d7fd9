import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationCreateCustomerArgs } from '../generated/graphql.ts';
import { checkCustomerId, checkText } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Adds a customer. */
export function request(ctx: Context<MutationCreateCustomerArgs>): LambdaRequest {
  checkCustomerId(ctx.args.input.id, 'id');
  checkText(ctx.args.input.fullName, 'fullName', 100);
  checkText(ctx.args.clientToken, 'clientToken', 100);
  return ask(ctx);
}
