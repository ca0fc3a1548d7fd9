import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationCompleteAppointmentArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Closes a confirmed appointment that has started. */
export function request(ctx: Context<MutationCompleteAppointmentArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
