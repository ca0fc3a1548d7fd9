import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationUpdateConsultantArgs } from '../generated/graphql.ts';
import { checkIntegerId, checkText, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Changes what is said of a consultant. */
export function request(ctx: Context<MutationUpdateConsultantArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkText(ctx.args.input.fullName, 'fullName', 100);
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
