import { type Context, util } from '@aws-appsync/utils';

/**
 * The id under which the log tells of a request, in every function that it reaches: the client's `x-request-id` if it is
 * one, else the one that AWS gave the request, else a new one. The functions of a pipeline share it.
 */
export function requestIdOf(ctx: Context): string {
  if (!ctx.stash.requestId) {
    const headers = ctx.request?.headers;
    ctx.stash.requestId =
      wellFormed(headers?.['x-request-id']) ??
      wellFormed(rootOf(headers?.['x-amzn-trace-id'])) ??
      util.autoId();
  }
  return ctx.stash.requestId;
}

function wellFormed(id: unknown): string | null {
  return typeof id === 'string' && util.matches('^[A-Za-z0-9._-]{8,64}$', id) ? id : null;
}

/** Of `Self=1-…;Root=1-67891233-abcdef012345678912345678;Sampled=1`. */
function rootOf(trace: unknown): string | null {
  if (typeof trace !== 'string') return null;
  for (const part of trace.split(';')) {
    if (part.trim().startsWith('Root=')) return part.trim().slice('Root='.length);
  }
  return null;
}
