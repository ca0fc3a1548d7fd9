import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationAssignConsultantArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Gives an appointment to a consultant. */
export function request(ctx: Context<MutationAssignConsultantArgs>): LambdaRequest {
  checkIntegerId(ctx.args.appointmentId, 'appointmentId');
  checkIntegerId(ctx.args.consultantId, 'consultantId');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
