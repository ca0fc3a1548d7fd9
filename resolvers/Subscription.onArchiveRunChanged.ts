import { type Context, extensions, type NONERequest, util } from '@aws-appsync/utils';
import { type SubscriptionOnArchiveRunChangedArgs } from '../generated/graphql.ts';

/** Runs of the archive as they begin and end. Who may subscribe is said in the contract. */
export function request(_ctx: Context<SubscriptionOnArchiveRunChangedArgs>): NONERequest {
  return { payload: null };
}

/** Always sets a filter: without one the service compares `runId` with a field that runs do not have. */
export function response(ctx: Context<SubscriptionOnArchiveRunChangedArgs>): null {
  const { runId } = ctx.args;
  // No run has an empty id.
  const filter = runId ? { id: { eq: runId } } : { id: { ne: '' } };
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));
  return null;
}
