import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationUpdateTimeslotArgs } from '../generated/graphql.ts';
import { checkDate, checkIntegerId, checkTime, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Moves a slot. */
export function request(ctx: Context<MutationUpdateTimeslotArgs>): LambdaRequest {
  const { input } = ctx.args;
  checkIntegerId(ctx.args.id, 'id');
  checkDate(input.date, 'date');
  checkTime(input.startTime, 'startTime');
  checkTime(input.endTime, 'endTime');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
