import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** A run whose record has come into the bucket. That subscribers hear of it is AppSync's doing. */
export function request(ctx: Context): LambdaRequest {
  return ask(ctx);
}
