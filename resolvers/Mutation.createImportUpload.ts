import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** A place for a file that is to be imported. */
export function request(ctx: Context): LambdaRequest {
  return ask(ctx);
}
