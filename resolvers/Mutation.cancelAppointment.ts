import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationCancelAppointmentArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkText, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Calls an appointment off, for a reason. */
export function request(ctx: Context<MutationCancelAppointmentArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkText(ctx.args.reason, 'reason', 500);
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
