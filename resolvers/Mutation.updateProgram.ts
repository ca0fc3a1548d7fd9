import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationUpdateProgramArgs } from '../generated/graphql.ts';
import { checkDate, checkIntegerId, checkText, checkVersion } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Changes what is said of a program. */
export function request(ctx: Context<MutationUpdateProgramArgs>): LambdaRequest {
  checkIntegerId(ctx.args.id, 'id');
  checkText(ctx.args.input.name, 'name', 100);
  checkDate(ctx.args.input.date, 'date');
  checkVersion(ctx.args.expectedVersion);
  return ask(ctx);
}
