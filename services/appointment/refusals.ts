import { type UnavailableReason } from '../../generated/graphql.ts';
import { bookingMessages } from '../shared/booking-messages.ts';
import { conflict } from '../shared/conflicts.ts';
import { type DomainError } from '../shared/errors.ts';

/** Why an appointment cannot be booked, moved or given to somebody, with the way out. */
export function refusalOf(reason: UnavailableReason): DomainError {
  return conflict(reason, bookingMessages[reason]);
}

/** Whether it is a reason that another consultant, or another look, may not meet. */
export function isRefusal(reason: string): reason is UnavailableReason {
  return Object.hasOwn(bookingMessages, reason);
}
