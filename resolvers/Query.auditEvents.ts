import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryAuditEventsArgs } from '../generated/graphql.ts';
import { checkPage, checkRange } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** A page of audit events. */
export function request(ctx: Context<QueryAuditEventsArgs>): LambdaRequest {
  checkPage(ctx.args);
  checkRange(ctx.args.filter, 'filter.');
  return ask(ctx);
}
