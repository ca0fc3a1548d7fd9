import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryConsultantCandidatesArgs } from '../generated/graphql.ts';
import { checkIntegerId } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Every enabled consultant for an appointment, best first. */
export function request(ctx: Context<QueryConsultantCandidatesArgs>): LambdaRequest {
  checkIntegerId(ctx.args.appointmentId, 'appointmentId');
  return ask(ctx);
}
