import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationCreateTimeslotArgs } from '../generated/graphql.ts';
import { checkDate, checkIntegerId, checkText, checkTime } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Adds a slot. */
export function request(ctx: Context<MutationCreateTimeslotArgs>): LambdaRequest {
  const { input } = ctx.args;
  checkIntegerId(input.consultantId, 'consultantId');
  checkDate(input.date, 'date');
  checkTime(input.startTime, 'startTime');
  checkTime(input.endTime, 'endTime');
  checkText(ctx.args.clientToken, 'clientToken', 100);
  return ask(ctx);
}
