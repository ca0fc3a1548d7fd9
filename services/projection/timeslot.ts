import { column, id, toOne, type Projection } from '../db/projection.ts';
import { sql, type Sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { isPast, isTaken, unavailableReason, type PeriodOf } from '../timeslot/free.ts';
import { changeColumns } from './columns.ts';
import { consultantProjection } from './people.ts';

/** `Timeslot`, from a row of `timeslot`. */
export const timeslotProjection: Projection = {
  always: ['id'],
  columns: {
    id: id(),
    date: column('date'),
    startTime: column('start_time'),
    endTime: column('end_time'),
    isAvailable: column('is_available'),
    state: (row, { now }) => withConsultant(row, owner => slotState(row, owner, now)),
    reason: (row, { now }) =>
      withConsultant(row, owner => unavailableReason(periodOf(row, owner), now)),
    ...changeColumns,
  },
  relations: () => ({
    consultant: toOne(
      'consultant',
      () => consultantProjection,
      (t, c) => sql`${c}.id = ${t}.consultant_id`,
    ),
  }),
};

/** `TimeslotState` of a slot whose consultant's row is `consultant`. */
export function slotState(slot: Sql, consultant: Sql, now: OfficeTime): Sql {
  const period = periodOf(slot, consultant);
  return sql`case
    when ${isPast(period, now)} then 'PAST'
    when ${isTaken(period)} then 'BOOKED'
    when ${unavailableReason(period, now)} is null then 'FREE'
    else 'BLOCKED'
  end`;
}

function periodOf(slot: Sql, consultant: Sql): PeriodOf {
  return {
    consultant,
    date: sql`${slot}.date`,
    start: sql`${slot}.start_time`,
    length: sql`(${slot}.end_time - ${slot}.start_time)`,
  };
}

function withConsultant(slot: Sql, expression: (consultant: Sql) => Sql): Sql {
  return sql`(select ${expression(sql`owner`)} from consultant owner where owner.id = ${slot}.consultant_id)`;
}
