import { expect } from 'vitest';
import { type InvariantCheck } from '../../generated/graphql.ts';
import { type TestDatabase } from './database.ts';
import { startService, type Service } from './service.ts';

/** Asks `Query.invariants`, as an admin, for everything that does not hold; empty when the data are sound. */
export async function violationsIn(service: Service): Promise<InvariantCheck[]> {
  const checks = await service.ask<InvariantCheck[]>('Query.invariants');
  return checks.filter(({ violations }) => violations > 0);
}

/**
 * Fails unless every invariant of the rule book holds: what a test with a storm of changes ends with. `at` is the
 * office's present, by which appointments lie ahead; when left out, that of a service whose clock was never set.
 */
export async function expectSound(
  db: Pick<TestDatabase, 'connection'>,
  { at }: { readonly at?: string } = {},
): Promise<void> {
  const service = startService(db.connection('api'));
  try {
    if (at !== undefined) service.at(at);
    expect(await violationsIn(service)).toEqual([]);
  } finally {
    await service.close();
  }
}
