import { randomUUID } from 'node:crypto';

export type Headers = Readonly<Record<string, string | readonly string[]>>;

const TRACE = 'x-amzn-trace-id';

/** The headers with the trace that AWS's front gives every request that comes without one. */
export function traced(headers: Headers): Headers {
  if (TRACE in headers) return headers;
  const hex = randomUUID().replaceAll('-', '');
  return { ...headers, [TRACE]: `Root=1-${hex.slice(0, 8)}-${hex.slice(8)}` };
}

/** The id that the resolvers give the functions (`resolvers/lib/request-id.ts`); null when each makes one of its own. */
export function requestIdOf(headers: Headers): string | null {
  const trace = headers[TRACE];
  const parts = typeof trace === 'string' ? trace.split(';').map(part => part.trim()) : [];
  const root = parts.find(part => part.startsWith('Root='))?.slice('Root='.length);
  return wellFormed(headers['x-request-id']) ?? wellFormed(root) ?? null;
}

function wellFormed(id: unknown): string | undefined {
  return typeof id === 'string' && /^[A-Za-z0-9._-]{8,64}$/.test(id) ? id : undefined;
}
