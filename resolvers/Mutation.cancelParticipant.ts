import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationCancelParticipantArgs } from '../generated/graphql.ts';
import { checkCustomerId, checkIntegerId } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Takes a registration back. */
export function request(ctx: Context<MutationCancelParticipantArgs>): LambdaRequest {
  checkIntegerId(ctx.args.programId, 'programId');
  checkCustomerId(ctx.args.customerId, 'customerId');
  return ask(ctx);
}
