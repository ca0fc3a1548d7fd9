import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationUnassignConsultantArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Takes an appointment from its consultant. */
export function request(ctx: Context<MutationUnassignConsultantArgs>): LambdaRequest {
  checkIntegerId(ctx.args.appointmentId, 'appointmentId');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
