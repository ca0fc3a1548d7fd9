import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** One run of the archive. */
export function request(ctx: Context): LambdaRequest {
  return ask(ctx);
}
