import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationMarkAttendedArgs } from '../generated/graphql.ts';
import { checkIntegerId } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Notes that registered customers came. */
export function request(ctx: Context<MutationMarkAttendedArgs>): LambdaRequest {
  checkIntegerId(ctx.args.programId, 'programId');
  return ask(ctx);
}
