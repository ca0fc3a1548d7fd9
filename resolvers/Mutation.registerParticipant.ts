import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationRegisterParticipantArgs } from '../generated/graphql.ts';
import { checkCustomerId, checkIntegerId, checkText } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Registers a customer for a program. */
export function request(ctx: Context<MutationRegisterParticipantArgs>): LambdaRequest {
  checkIntegerId(ctx.args.programId, 'programId');
  checkCustomerId(ctx.args.customerId, 'customerId');
  checkText(ctx.args.clientToken, 'clientToken', 100);
  return ask(ctx);
}
