import fc from 'fast-check';
import { addDays } from '../../services/shared/clock.ts';
import { specialties } from './random-office.ts';

/** Random filters over a random office around 2025-03-05: no entry, some entries, seldom all. */

export const TODAY = '2025-03-05';

const date = fc.integer({ min: -14, max: 14 }).map(days => addDays(TODAY, days));
const search = fc.constantFrom(
  'an',
  'nguyên',
  'Đào VY',
  'mai3',
  '0905',
  '090.5-1',
  '09 05 1',
  'luat',
  '50%',
  'le a',
  '7',
);
const some = <T>(values: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: values.length });
const rating = fc.constantFrom(0, 1, 2.5, 3.5, 4, 4.25, 5);
const consultantId = fc.integer({ min: 1, max: 9 }).map(String);
const customerId = fc.integer({ min: 0, max: 31 }).map(index => `zalo-${index}`);
const programId = fc.integer({ min: 1, max: 19 }).map(String);
const specialty = fc.constantFrom(...specialties, 'KE TOAN', 'none');
const disabled = { includeDisabled: fc.boolean(), isDisabled: fc.boolean() };

/** A record in which each entry is mostly absent, and now and then null. */
function sparse<T>(entries: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc
    .tuple(fc.record(entries), fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }))
    .map(([record, draws]) => {
      const kept = Object.entries(record as Record<string, unknown>).flatMap(([name, value], i) => {
        const draw = draws[i % draws.length] ?? 9;
        return draw < 3 ? [[name, value]] : draw === 3 ? [[name, null]] : [];
      });
      return Object.fromEntries(kept) as { [K in keyof T]?: T[K] | null };
    });
}

/** Ranges that end before they begin are refused, so they are turned round. */
function ordered<T extends object>(low: keyof T, high: keyof T): (filter: T) => T {
  return filter => {
    const [one, other] = [filter[low], filter[high]];
    if (one == null || other == null || one <= other) return filter;
    return { ...filter, [low]: other, [high]: one };
  };
}

export const appointmentFilter = sparse({
  statuses: some(['PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLED'] as const),
  consultantId,
  unassigned: fc.boolean(),
  customerId,
  programId,
  from: date,
  to: date,
  search,
  specialty,
  minRating: rating,
  maxRating: rating,
})
  .map(ordered('from', 'to'))
  .map(ordered('minRating', 'maxRating'))
  .map(filter => (filter.unassigned === true ? { ...filter, consultantId: null } : filter));

export const customerFilter = sparse({
  search,
  programId,
  ...disabled,
  createdFrom: date,
  createdTo: date,
}).map(ordered('createdFrom', 'createdTo'));

export const consultantFilter = sparse({
  search,
  specialty,
  minRating: rating,
  maxRating: rating,
  ...disabled,
}).map(ordered('minRating', 'maxRating'));

export const timeslotFilter = sparse({
  consultantId,
  from: date,
  to: date,
  states: some(['PAST', 'BOOKED', 'BLOCKED', 'FREE'] as const),
  state: fc.constantFrom('PAST', 'BOOKED', 'BLOCKED', 'FREE'),
  specialty,
})
  .map(ordered('from', 'to'))
  .map(filter => (filter.state == null ? filter : { ...filter, states: null }));

export const programFilter = sparse({
  search: fc.constantFrom('hoi', 'Đối', 'doan truong', '7', 'ngày h'),
  statuses: some(['UPCOMING', 'ONGOING', 'COMPLETED'] as const),
  from: date,
  to: date,
  ...disabled,
}).map(ordered('from', 'to'));

export const feedbackFilter = sparse({
  consultantId,
  customerId,
  from: date,
  to: date,
  minRating: rating,
  maxRating: rating,
  hasComment: fc.boolean(),
})
  .map(ordered('from', 'to'))
  .map(ordered('minRating', 'maxRating'));

export const participantStatuses = fc.option(
  some(['REGISTERED', 'ATTENDED', 'CANCELLED'] as const),
  { nil: null },
);

/** Sizes of pages that cut a list in many ways. */
export const limit = fc.constantFrom(1, 2, 7, 25, 100);
