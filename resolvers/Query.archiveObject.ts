import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryArchiveObjectArgs } from '../generated/graphql.ts';
import { checkDate } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** One object of the archive, with a link to it. */
export function request(ctx: Context<QueryArchiveObjectArgs>): LambdaRequest {
  checkDate(ctx.args.date, 'date');
  return ask(ctx);
}
