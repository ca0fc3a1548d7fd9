import { DomainError } from './errors.ts';

/** A valid request at the wrong moment. */
export function conflict(
  reason: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): DomainError {
  return new DomainError('Conflict', message, { reason, ...details });
}

/** Somebody else changed it since the caller looked. `current` is the entity now, as far as the caller selected it. */
export function staleVersion(expected: number, version: number, current: unknown): DomainError {
  return conflict(
    'STALE_VERSION',
    `expectedVersion is ${expected}, but the version is ${version} by now; look at what changed and try again`,
    { expectedVersion: expected, version, current },
  );
}

/** The day, YYYY-MM-DD, is in the archive and not in this database, so nothing can be judged or written there. */
export function dayNotLoaded(date: string, options?: ErrorOptions): DomainError {
  const message = `the archive has ${date} and this database has not; load that day first`;
  return new DomainError('Conflict', message, { reason: 'DAY_NOT_LOADED', date }, options);
}

/** The status cannot be reached from where it is. `allowed` is what can be; `message` where that says too little. */
export function illegalTransition(
  kind: string,
  from: string,
  to: string,
  allowed: readonly string[],
  message = wayless(kind, from, to, allowed),
): DomainError {
  return conflict('ILLEGAL_TRANSITION', message, { from, to, allowed });
}

function wayless(kind: string, from: string, to: string, allowed: readonly string[]): string {
  const ways = allowed.length > 0 ? `; from there it may become ${allowed.join(' or ')}` : '';
  return `the ${kind} is ${from} and cannot become ${to}${ways}`;
}
