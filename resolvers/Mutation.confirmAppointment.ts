import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationConfirmAppointmentArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Agrees a pending appointment. */
export function request(ctx: Context<MutationConfirmAppointmentArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
