import { type ProgramFilter, type ProgramStatus } from '../../generated/graphql.ts';
import { openRange, type OptionalRange } from '../shared/dates.ts';
import { disabledShown } from '../shared/disabled.ts';
import { invalidInput } from '../shared/errors.ts';
import { searchTerms, type SearchTerm } from '../shared/search.ts';

/** A filter that was understood. */
export interface ProgramConditions {
  readonly disabled: boolean | 'both';
  readonly range: OptionalRange;
  readonly search?: readonly SearchTerm[];
  readonly statuses?: readonly ProgramStatus[];
}

/** Errors: `InvalidInput` naming the entry that cannot be. */
export function programConditions(given: ProgramFilter | null | undefined): ProgramConditions {
  const filter = given ?? {};
  const search = filter.search ? searchTerms(filter.search) : [];
  refuseEmpty('filter.statuses', filter.statuses);
  return {
    disabled: disabledShown(filter),
    range: openRange(filter),
    ...(search.length > 0 && { search }),
    ...(filter.statuses && { statuses: filter.statuses }),
  };
}

/** An empty list admits nothing: `InvalidInput/EMPTY_LIST`. */
export function refuseEmpty(field: string, list: readonly unknown[] | null | undefined): void {
  if (list?.length !== 0) return;
  throw invalidInput('EMPTY_LIST', `${field} is empty; name a status or leave it out`, { field });
}
