import { type CustomerFilter } from '../../generated/graphql.ts';
import { openRange, type OptionalRange } from '../shared/dates.ts';
import { disabledShown } from '../shared/disabled.ts';
import { integerId } from '../shared/identifiers.ts';
import { searchTerms, type SearchTerm } from '../shared/search.ts';

/** A filter that was understood. */
export interface CustomerConditions {
  readonly disabled: boolean | 'both';
  readonly search?: readonly SearchTerm[];
  readonly programId?: number;
  /** Office dates, both included. */
  readonly created: OptionalRange;
}

/** Errors: `InvalidInput` naming the entry that cannot be. */
export function customerConditions(given: CustomerFilter | null | undefined): CustomerConditions {
  const filter = given ?? {};
  const search = filter.search ? searchTerms(filter.search) : [];
  const created = openRange(
    { from: filter.createdFrom, to: filter.createdTo },
    { from: 'filter.createdFrom', to: 'filter.createdTo' },
  );
  return {
    disabled: disabledShown(filter),
    created,
    ...(search.length > 0 && { search }),
    ...(typeof filter.programId === 'string' && {
      programId: integerId('filter.programId', filter.programId),
    }),
  };
}
