import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type CustomerProgramsArgs } from '../generated/graphql.ts';
import { checkPage } from './lib/guard.ts';
import { askForParent } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** The programs of every customer of a list: one invocation. */
export function request(ctx: Context<CustomerProgramsArgs>): LambdaRequest {
  checkPage(ctx.args);
  return askForParent(ctx);
}
