import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryTimeslotsArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkPage, checkRange } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** A page of slots. */
export function request(ctx: Context<QueryTimeslotsArgs>): LambdaRequest {
  checkPage(ctx.args);
  checkRange(ctx.args.filter, 'filter.');
  checkIntegerId(ctx.args.filter?.consultantId, 'filter.consultantId');
  return ask(ctx);
}
