import { conflict } from '../shared/conflicts.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { type HeldProgram, type ParticipantKey } from './participant-changes.ts';

/**
 * A refused registration with what the caller needs for the next step; any other error as it is. `program` is what it
 * was while the database judged.
 */
export function explainRefusal(
  error: unknown,
  { programId, customerId }: ParticipantKey,
  program: HeldProgram | undefined,
): unknown {
  if (!(error instanceof DomainError)) return error;
  switch (error.info.reason) {
    case 'PROGRAM_NOT_FOUND':
      return notFound('program', String(programId));
    case 'CUSTOMER_NOT_FOUND':
      return notFound('customer', customerId);
    case 'PROGRAM_FULL':
      return program ? full(program) : error;
    case 'REGISTRATION_CLOSED':
      return program ? closed(program) : error;
    default:
      return error;
  }
}

function full({ capacity }: HeldProgram): DomainError {
  return conflict(
    'PROGRAM_FULL',
    `the program has no place left, its capacity is ${capacity}; enlarge it, or cancel a participant first`,
    { capacity },
  );
}

function closed({ status, isDisabled }: HeldProgram): DomainError {
  const why = isDisabled ? 'disabled; enable it first' : `${status}; it takes no registrations`;
  return conflict('REGISTRATION_CLOSED', `the program is ${why}`, { status, isDisabled });
}
