import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** One job. */
export function request(ctx: Context): LambdaRequest {
  return ask(ctx);
}
