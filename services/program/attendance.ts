import { conflict } from '../shared/conflicts.ts';
import { invalidInput, type DomainError } from '../shared/errors.ts';
import { customerId } from '../shared/identifiers.ts';

const MOST_ATTENDEES = 500;

/** The customers who were named, each once. Errors: `InvalidInput/EMPTY_LIST`, `TOO_MANY`, `BAD_ID`. */
export function attendees(field: string, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) {
    throw invalidInput('EMPTY_LIST', `${field} is empty; name at least one customer`, { field });
  }
  if (ids.length > MOST_ATTENDEES) {
    throw invalidInput(
      'TOO_MANY',
      `${field} has ${ids.length} ids; use at most ${MOST_ATTENDEES} at once`,
      { field, count: ids.length, most: MOST_ATTENDEES },
    );
  }
  return [...new Set(ids.map(id => customerId(field, id)))];
}

/** Nobody has been to what lies ahead. */
export function notYet(date: string): DomainError {
  return conflict(
    'NOT_STARTED',
    `the program is on ${date}; attendance is marked from that day on`,
    { date },
  );
}

/** Some of those who were named never registered, or cancelled. */
export function notRegistered(customerIds: readonly string[], named: number): DomainError {
  return conflict(
    'NOT_REGISTERED',
    `${customerIds.length} of ${named} customers are not registered, so nobody was marked; register them first, or leave them out`,
    { customerIds },
  );
}
