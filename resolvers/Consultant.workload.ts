import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type ConsultantWorkloadArgs } from '../generated/graphql.ts';
import { checkRange } from './lib/guard.ts';
import { askForParent } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** How busy every consultant of a list is: one invocation. */
export function request(ctx: Context<ConsultantWorkloadArgs>): LambdaRequest {
  checkRange(ctx.args, '');
  return askForParent(ctx);
}
