import { type TimeslotState } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { countOf, firstRows, readPage, type List, type PlainSource } from '../db/list.ts';
import { type ListOrder, type Page, type PageRequest } from '../db/page.ts';
import { readOne } from '../db/one.ts';
import { type ReadContext } from '../db/projection.ts';
import { sql, type Condition } from '../db/sql.ts';
import { slotState, timeslotProjection } from '../projection/timeslot.ts';
import { type OptionalRange } from '../shared/dates.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { type Selection } from '../shared/selection.ts';

/** A filter that was understood. */
export interface TimeslotConditions {
  readonly consultantId?: number;
  readonly range: OptionalRange;
  /** Absent for all. */
  readonly states?: readonly TimeslotState[];
  /** Folded. */
  readonly specialty?: string;
}

export const timeslotOrder: ListOrder = {
  name: 'TIME_ASC',
  direction: 'asc',
  keys: [
    { column: 'date', type: 'date' },
    { column: 'start_time', type: 'time' },
    { column: 'id', type: 'integer' },
  ],
};

export const timeslotList: List = {
  name: 'timeslot.page',
  projection: timeslotProjection,
  alias: 't',
};

/** A page of slots in the order of their time. */
export async function findPage(
  db: Queryable,
  conditions: TimeslotConditions,
  page: PageRequest,
  selection: Selection,
  context: ReadContext,
): Promise<Page<unknown>> {
  const source = sourceOf(conditions, context.now);
  return readPage(
    db,
    timeslotList,
    firstRows(source, timeslotList.alias, page),
    () => ({ statement: countOf(source) }),
    page,
    selection,
    context,
  );
}

/** The slot with what is selected of it; undefined when there is none. */
export function findById(
  db: Queryable,
  id: number,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  return readOne(db, { table: 'timeslot', projection: timeslotProjection }, id, selection, context);
}

/** Slots that meet the conditions, as rows `t` with their consultants `k`. */
export function sourceOf(
  { consultantId, range, states, specialty }: TimeslotConditions,
  now: OfficeTime,
): PlainSource {
  return {
    from: sql`timeslot t join consultant k on k.id = t.consultant_id`,
    conditions: [
      consultantId !== undefined && sql`t.consultant_id = ${consultantId}`,
      range.from && sql`t.date >= ${range.from}::date`,
      range.to && sql`t.date <= ${range.to}::date`,
      specialty !== undefined && sql`k.folded_specialties @> array[${specialty}]`,
      ...stateConditions(states, now),
    ],
  };
}

/** The state itself is computed row by row; what can be said of the columns narrows the walk first. */
function stateConditions(
  states: readonly TimeslotState[] | undefined,
  now: OfficeTime,
): Condition[] {
  if (!states) return [];
  const moment = sql`(${now.date}::date, ${now.time}::time)`;
  const past = states.includes('PAST');
  const onlyPast = past && states.length === 1;
  return [
    onlyPast && sql`(t.date, t.start_time) <= ${moment}`,
    !past && sql`(t.date, t.start_time) > ${moment}`,
    states.length === 1 && states[0] === 'FREE' && sql`t.is_available and not k.is_disabled`,
    states.length === 1 &&
      states[0] === 'BLOCKED' &&
      sql`(not t.is_available or k.is_disabled or k.max_per_day is not null)`,
    // Said by exclusion: PostgreSQL expects `<> all` to admit nearly every row, and so walks the index in order and
    // stops when the page is full, instead of computing the state of all slots ahead and sorting them.
    !onlyPast && sql`${slotState(sql`t`, sql`k`, now)} <> all(${otherStates(states)}::text[])`,
  ];
}

function otherStates(states: readonly TimeslotState[]): TimeslotState[] {
  return (['PAST', 'BOOKED', 'BLOCKED', 'FREE'] as const).filter(state => !states.includes(state));
}
