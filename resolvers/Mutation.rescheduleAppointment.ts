import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationRescheduleAppointmentArgs } from '../generated/graphql.ts';
import { checkDate, checkIntegerId, checkTime, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Moves an appointment to another time. */
export function request(ctx: Context<MutationRescheduleAppointmentArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkDate(ctx.args.date, 'date');
  checkTime(ctx.args.startTime, 'startTime');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
