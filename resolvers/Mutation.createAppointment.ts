import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationCreateAppointmentArgs } from '../generated/graphql.ts';
import { checkCustomerId, checkDate, checkIntegerId, checkText, checkTime } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Makes an appointment, pending or confirmed at once. */
export function request(ctx: Context<MutationCreateAppointmentArgs>): LambdaRequest {
  const { input } = ctx.args;
  checkCustomerId(input.customerId, 'customerId');
  checkIntegerId(input.consultantId, 'consultantId');
  checkDate(input.date, 'date');
  checkTime(input.startTime, 'startTime');
  checkText(input.requiredSpecialty, 'requiredSpecialty', 100);
  checkText(ctx.args.clientToken, 'clientToken', 100);
  return ask(ctx);
}
