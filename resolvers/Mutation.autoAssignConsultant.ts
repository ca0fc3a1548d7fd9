import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationAutoAssignConsultantArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Gives an appointment to the best candidate. */
export function request(ctx: Context<MutationAutoAssignConsultantArgs>): LambdaRequest {
  checkIntegerId(ctx.args.appointmentId, 'appointmentId');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
