import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { askForParent } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** What every event of a page says, in words: one invocation. */
export function request(ctx: Context): LambdaRequest {
  return askForParent(ctx);
}
