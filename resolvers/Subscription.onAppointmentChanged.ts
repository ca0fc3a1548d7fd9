import { type Context, extensions, type NONERequest, util } from '@aws-appsync/utils';
import { type SubscriptionOnAppointmentChangedArgs } from '../generated/graphql.ts';
import { checkDate, checkIntegerId } from './lib/guard.ts';

/** Appointments as they change. Who may subscribe is said in the contract. */
export function request(ctx: Context<SubscriptionOnAppointmentChangedArgs>): NONERequest {
  checkIntegerId(ctx.args.consultantId, 'consultantId');
  checkDate(ctx.args.date, 'date');
  return { payload: null };
}

/**
 * Always sets a filter: without one the service compares the arguments with fields of the appointment, which has no
 * `consultantId`, and takes a variable without a value for a null that nothing ever equals.
 */
export function response(ctx: Context<SubscriptionOnAppointmentChangedArgs>): null {
  const { consultantId, date } = ctx.args;
  const filter: Record<string, unknown> = {};
  if (consultantId) filter['consultant.id'] = { eq: consultantId };
  if (date) filter.date = { eq: date };
  // Ids begin at 1: this holds for every appointment.
  if (!consultantId && !date) filter.id = { ne: '0' };
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));
  return null;
}
