import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type ProgramParticipantsArgs } from '../generated/graphql.ts';
import { checkPage } from './lib/guard.ts';
import { askForParent } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** The participants of every program of a list: one invocation. */
export function request(ctx: Context<ProgramParticipantsArgs>): LambdaRequest {
  checkPage(ctx.args);
  return askForParent(ctx);
}
