import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationAnonymiseCustomerArgs } from '../generated/graphql.ts';
import { checkConfirmed, checkCustomerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Takes a person out of the data for ever. */
export function request(ctx: Context<MutationAnonymiseCustomerArgs>): LambdaRequest {
  checkCustomerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  checkConfirmed(ctx.args.confirm, 'what is anonymised cannot be brought back');
  return ask(ctx);
}
