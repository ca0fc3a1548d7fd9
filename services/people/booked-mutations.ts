import { type Scope } from '../operation/operation.ts';
import { DomainError } from '../shared/errors.ts';
import { appointmentsAhead, type Party } from './store.ts';

/**
 * What `work` comes to, which the database refuses while the party has appointments ahead; the refusal then says how
 * many and which. Errors: `Conflict/HAS_FUTURE_APPOINTMENTS` with `count` and `ids`; what `work` throws.
 */
export async function unlessBooked(
  scope: Scope,
  party: Party,
  work: () => Promise<unknown>,
): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError) || error.info.reason !== 'HAS_FUTURE_APPOINTMENTS') {
        throw error;
      }
      const ahead = await appointmentsAhead(scope.db, party, scope.now);
      // With none ahead any more, they were called off or given away between the two looks.
      if (ahead.count > 0 || attempt === MOST_ATTEMPTS) {
        throw new DomainError(error.type, error.message, { ...error.info, ...ahead });
      }
    }
  }
}

const MOST_ATTEMPTS = 3;
