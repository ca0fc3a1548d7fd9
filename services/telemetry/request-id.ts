const WELL_FORMED = /^[A-Za-z0-9._-]{8,64}$/;

/** An id that may stand in a log: the same rule as the resolvers' (`resolvers/lib/request-id.ts`). */
export function wellFormed(id: unknown): string | undefined {
  return typeof id === 'string' && WELL_FORMED.test(id) ? id : undefined;
}
