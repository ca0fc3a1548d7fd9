import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type ConsultantTimeslotsArgs } from '../generated/graphql.ts';
import { checkPage, checkRange } from './lib/guard.ts';
import { askForParent } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** The slots of every consultant of a list: one invocation. */
export function request(ctx: Context<ConsultantTimeslotsArgs>): LambdaRequest {
  checkPage(ctx.args);
  checkRange(ctx.args.filter, 'filter.');
  return askForParent(ctx);
}
