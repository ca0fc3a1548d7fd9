import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryProgramsArgs } from '../generated/graphql.ts';
import { checkPage, checkRange } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** A page of programs. */
export function request(ctx: Context<QueryProgramsArgs>): LambdaRequest {
  checkPage(ctx.args);
  checkRange(ctx.args.filter, 'filter.');
  return ask(ctx);
}
