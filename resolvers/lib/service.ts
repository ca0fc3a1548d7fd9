import { util, type Context, type LambdaRequest } from '@aws-appsync/utils';
import { requestIdOf } from './request-id.ts';

/** Asks the API function for the field that is being resolved. */
export function ask(ctx: Context): LambdaRequest {
  return { operation: 'Invoke', payload: requestFor(ctx, null) };
}

/**
 * Asks for a field that may be cached. With a cache for all that it has, whatever was selected: the next client gets the
 * same answer, and may select other fields.
 */
export function askWhole(ctx: Context): LambdaRequest {
  if (ctx.env.CACHE !== 'on') return ask(ctx);
  const payload = { ...requestFor(ctx, null), selection: everything };
  return { operation: 'Invoke', payload };
}

/** Asks for the field of one object among many: AppSync sends the requests of the whole list in one invocation. */
export function askForParent(ctx: Context): LambdaRequest {
  return { operation: 'BatchInvoke', payload: requestFor(ctx, ctx.source.id) };
}

/** The response half of every resolver of the API function: data, or an error with its `errorType`. */
export function settle(ctx: Context): unknown {
  // A function that crashed or timed out brings its raw message along: not for clients.
  if (ctx.error || !ctx.result)
    util.error('The service did not answer. Please try again.', 'Internal');
  const error = ctx.result.error;
  if (error) util.error(error.message, error.type, null, error.info);
  return ctx.result.data;
}

/** As the service reads a named fragment: whichever field may be in it. */
const everything = { graphql: '{ ...everything }', list: [] };

function requestFor(ctx: Context, parent: string | null): Record<string, unknown> {
  const graphql = ctx.info.selectionSetGraphQL;
  return {
    operation: `${ctx.info.parentTypeName}.${ctx.info.fieldName}`,
    input: ctx.args,
    identity: identityOf(ctx),
    parent,
    requestId: requestIdOf(ctx),
    // The list is only needed where named fragments hide fields from the text (services/shared/selection.ts).
    selection: { graphql, list: graphql.indexOf('...') === -1 ? null : ctx.info.selectionSetList },
  };
}

/** Who asks, and no more: claims stay out of payloads and logs. */
function identityOf(ctx: Context): unknown {
  const identity = ctx.identity as {
    sub?: string;
    username?: string;
    groups?: string[] | null;
    userArn?: string;
  } | null;
  if (!identity) return null;
  return {
    sub: identity.sub,
    username: identity.username,
    groups: identity.groups,
    userArn: identity.userArn,
  };
}
