import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryCustomerArgs } from '../generated/graphql.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** One customer. Their ids are text of any form, so there is nothing to refuse here. */
export function request(ctx: Context<QueryCustomerArgs>): LambdaRequest {
  return ask(ctx);
}
