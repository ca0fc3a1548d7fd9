import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** What the archive holds, and how old it is. */
export function request(ctx: Context): LambdaRequest {
  return ask(ctx);
}
