import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationCreateProgramArgs } from '../generated/graphql.ts';
import { checkDate, checkText } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Announces a program. */
export function request(ctx: Context<MutationCreateProgramArgs>): LambdaRequest {
  checkText(ctx.args.input.name, 'name', 100);
  checkDate(ctx.args.input.date, 'date');
  checkText(ctx.args.clientToken, 'clientToken', 100);
  return ask(ctx);
}
