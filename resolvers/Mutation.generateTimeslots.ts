import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type MutationGenerateTimeslotsArgs } from '../generated/graphql.ts';
import { checkList, checkRange } from './lib/guard.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** Adds the slots of a pattern. */
export function request(ctx: Context<MutationGenerateTimeslotsArgs>): LambdaRequest {
  const { input } = ctx.args;
  checkList(input.consultantIds, 'consultantIds', 20);
  checkList(input.grid, 'grid', 288);
  checkRange(input, '');
  return ask(ctx);
}
