import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationCreateConsultantArgs } from '../generated/graphql.ts';
import { checkText } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Adds a consultant. */
export function request(ctx: Context<MutationCreateConsultantArgs>): LambdaRequest {
  checkText(ctx.args.input.fullName, 'fullName', 100);
  checkText(ctx.args.clientToken, 'clientToken', 100);
  return ask(ctx);
}
