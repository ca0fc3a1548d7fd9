import { type AppointmentFilter, type AppointmentStatus } from '../../generated/graphql.ts';
import { openRange } from '../shared/dates.ts';
import { invalidInput } from '../shared/errors.ts';
import { customerId, integerId } from '../shared/identifiers.ts';
import { searchTerms, wantedSpecialty, type SearchTerm } from '../shared/search.ts';

/** A filter that was understood. Absent entries do not restrict. */
export interface AppointmentConditions {
  /** Sorted; absent when every status is admitted. */
  readonly statuses?: readonly AppointmentStatus[];
  readonly consultantId?: number;
  readonly unassigned?: boolean;
  readonly customerId?: string;
  readonly programId?: number;
  readonly from?: string;
  readonly to?: string;
  /** At least one. */
  readonly search?: readonly SearchTerm[];
  /** Folded. */
  readonly specialty?: string;
  readonly rating?: RatingRange;
}

export interface RatingRange {
  readonly least: number;
  readonly most: number;
}

export const appointmentStatuses = [
  'CANCELLED',
  'COMPLETED',
  'CONFIRMED',
  'PENDING',
] as const satisfies AppointmentStatus[];

/** Errors: `InvalidInput` naming the entry that cannot be. */
export function appointmentConditions(
  filter: AppointmentFilter | null | undefined,
): AppointmentConditions {
  if (!filter) return {};
  const { unassigned } = filter;
  const specialty = wantedSpecialty(filter.specialty);
  const { from, to } = openRange(filter);
  const statuses = statusesOf(filter.statuses);
  const search = filter.search ? searchTerms(filter.search) : [];
  const rating = ratingRange(filter);
  if (unassigned === true && typeof filter.consultantId === 'string') {
    throw invalidInput(
      'CONTRADICTION',
      'filter asks for a consultant and for none; leave out one of them',
      {
        field: 'filter.unassigned',
      },
    );
  }
  return {
    ...(statuses && { statuses }),
    ...(typeof filter.consultantId === 'string' && {
      consultantId: integerId('filter.consultantId', filter.consultantId),
    }),
    ...(typeof unassigned === 'boolean' && { unassigned }),
    ...(typeof filter.customerId === 'string' && {
      customerId: customerId('filter.customerId', filter.customerId),
    }),
    ...(typeof filter.programId === 'string' && {
      programId: integerId('filter.programId', filter.programId),
    }),
    ...(typeof from === 'string' && { from }),
    ...(typeof to === 'string' && { to }),
    ...(search.length > 0 && { search }),
    ...(specialty !== undefined && { specialty }),
    ...(rating && { rating }),
  };
}

/** Errors: `InvalidInput/BAD_RATING` outside 0 to 5 or reversed. Undefined without either end. */
export function ratingRange(filter: {
  readonly minRating?: number | null | undefined;
  readonly maxRating?: number | null | undefined;
}): RatingRange | undefined {
  const { minRating, maxRating } = filter;
  if (typeof minRating !== 'number' && typeof maxRating !== 'number') return undefined;
  const least = minRating ?? 0;
  const most = maxRating ?? 5;
  if (least < 0 || most > 5 || least > most) {
    throw invalidInput(
      'BAD_RATING',
      `ratings from ${least} to ${most}; use 0 to 5, the lesser first`,
      {
        field: 'filter.minRating',
      },
    );
  }
  return { least, most };
}

/** Each status once; undefined for all of them, which is no restriction. An empty list admits nothing, so it is refused. */
function statusesOf(
  statuses: readonly AppointmentStatus[] | null | undefined,
): readonly AppointmentStatus[] | undefined {
  if (!statuses) return undefined;
  if (statuses.length === 0) {
    throw invalidInput('EMPTY_LIST', 'filter.statuses is empty; name a status or leave it out', {
      field: 'filter.statuses',
    });
  }
  const wanted = appointmentStatuses.filter(status => statuses.includes(status));
  return wanted.length === appointmentStatuses.length ? undefined : wanted;
}
