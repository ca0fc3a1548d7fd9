import { type ConsultantFilter } from '../../generated/graphql.ts';
import { ratingRange, type RatingRange } from '../appointment/filter.ts';
import { disabledShown } from '../shared/disabled.ts';
import { searchTerms, wantedSpecialty, type SearchTerm } from '../shared/search.ts';

/** A filter that was understood. */
export interface ConsultantConditions {
  readonly disabled: boolean | 'both';
  readonly search?: readonly SearchTerm[];
  /** Folded. */
  readonly specialty?: string;
  readonly rating?: RatingRange;
}

/** Errors: `InvalidInput` naming the entry that cannot be. */
export function consultantConditions(
  given: ConsultantFilter | null | undefined,
): ConsultantConditions {
  const filter = given ?? {};
  const rating = ratingRange(filter);
  const specialty = wantedSpecialty(filter.specialty);
  const search = filter.search ? searchTerms(filter.search) : [];
  return {
    disabled: disabledShown(filter),
    ...(search.length > 0 && { search }),
    ...(specialty !== undefined && { specialty }),
    ...(rating && { rating }),
  };
}
