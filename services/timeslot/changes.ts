import { type Queryable } from '../db/connection.ts';
import { project, type ReadContext } from '../db/projection.ts';
import { sql, type Sql } from '../db/sql.ts';
import { timeslotProjection } from '../projection/timeslot.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { type Selection } from '../shared/selection.ts';
import { isPast } from './free.ts';
import { type SlotPeriod } from './period.ts';

/** Which row, and as which version it is expected, if that matters. */
export interface RowVersion {
  readonly id: number;
  readonly version?: number | undefined;
}

/** A slot to be added. */
export interface NewSlot extends SlotPeriod {
  readonly consultantId: number;
  readonly isAvailable: boolean;
}

/**
 * Gives the new slot's id; undefined when there is no such consultant, or a disabled one. The consultant's row is held
 * as by every change of slots: two that overlap would else wait for each other until the database ends one.
 */
export async function insert(db: Queryable, slot: NewSlot): Promise<number | undefined> {
  const rows = await db.rows<{ id: number }>(
    'timeslot.insert',
    sql`insert into timeslot (consultant_id, date, start_time, end_time, is_available)
        select k.id, ${slot.date}, ${slot.startTime}, ${slot.endTime}, ${slot.isAvailable}
          from consultant k where k.id = ${slot.consultantId} and not k.is_disabled
           for no key update
        returning id`,
  );
  return rows[0]?.id;
}

/** Whether there is such a consultant. */
export async function consultantExists(db: Queryable, id: number): Promise<boolean> {
  const rows = await db.rows('consultant.exists', sql`select from consultant k where k.id = ${id}`);
  return rows.length > 0;
}

/** What becomes of a slot's period; what is undefined stays. */
export type NewPeriod = { readonly [Part in keyof SlotPeriod]: string | undefined };

/** Gives whether the slot was there to be moved: it lies ahead, and will. */
export function move(
  db: Queryable,
  row: RowVersion,
  { date, startTime, endTime }: NewPeriod,
  now: OfficeTime,
): Promise<boolean> {
  const later = {
    date: sql`coalesce(${date ?? null}::date, t.date)`,
    start: sql`coalesce(${startTime ?? null}::time, t.start_time)`,
  };
  return changed(db, 'timeslot.move', row, now, {
    set: sql`date = ${later.date}, start_time = ${later.start},
             end_time = coalesce(${endTime ?? null}::time, t.end_time)`,
    when: sql`not ${isPast(later, now)}`,
  });
}

/** Gives whether the slot was there to be closed: it lies ahead. */
export function block(db: Queryable, row: RowVersion, now: OfficeTime): Promise<boolean> {
  return changed(db, 'timeslot.block', row, now, { set: sql`is_available = false` });
}

/** Gives whether the slot was there to be opened: it lies ahead, and its consultant takes appointments. */
export function open(db: Queryable, row: RowVersion, now: OfficeTime): Promise<boolean> {
  return changed(db, 'timeslot.open', row, now, {
    set: sql`is_available = true`,
    when: sql`exists (select from consultant k where k.id = t.consultant_id and not k.is_disabled)`,
  });
}

async function changed(
  db: Queryable,
  name: string,
  row: RowVersion,
  now: OfficeTime,
  { set, when = sql`true` }: { readonly set: Sql; readonly when?: Sql },
): Promise<boolean> {
  const rows = await db.rows(
    name,
    sql`update timeslot t set ${set} where ${ahead(row, now)} and ${when} returning t.id`,
  );
  return rows.length > 0;
}

/** Gives whether the slot was there to be removed: it lies ahead. */
export async function remove(db: Queryable, row: RowVersion, now: OfficeTime): Promise<boolean> {
  const rows = await db.rows(
    'timeslot.delete',
    sql`delete from timeslot t where ${ahead(row, now)} returning t.id`,
  );
  return rows.length > 0;
}

/** Past slots are read-only: whether one has started is a condition of every change. */
function ahead({ id, version }: RowVersion, now: OfficeTime): Sql {
  return sql`t.id = ${id} and (${version ?? null}::int is null or t.version = ${version ?? null})
    and not ${isPast({ date: sql`t.date`, start: sql`t.start_time` }, now)}`;
}

/** The slot with what is selected of it, kept from changing until the transaction ends. */
export async function findAndLock(
  db: Queryable,
  id: number,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  const rows = await db.rows<{ item: unknown }>(
    'timeslot.lock',
    sql`select ${project(timeslotProjection, 'one', selection, context)} as item
          from timeslot one where one.id = ${id} for update`,
  );
  return rows[0]?.item;
}

/** What decides why a slot was not changed. */
export interface TimeslotState extends SlotPeriod {
  readonly version: number;
  readonly isAvailable: boolean;
  readonly consultantDisabled: boolean;
}

/** Undefined when there is no such slot. */
export async function findState(db: Queryable, id: number): Promise<TimeslotState | undefined> {
  const rows = await db.rows<TimeslotState>(
    'timeslot.state',
    sql`select t.version, t.is_available as "isAvailable", k.is_disabled as "consultantDisabled",
               t.date, t.start_time as "startTime", t.end_time as "endTime"
          from timeslot t join consultant k on k.id = t.consultant_id
         where t.id = ${id}`,
  );
  return rows[0];
}

/** Ids of the active appointments that a slot holds, in the order of their time. */
export async function appointmentsIn(db: Queryable, id: number): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    'timeslot.appointments',
    sql`select a.id::text as id
          from timeslot t
          join appointment a on a.consultant_id = t.consultant_id and a.date = t.date
         where t.id = ${id} and a.status in ('PENDING', 'CONFIRMED')
           and a.start_time < t.end_time
           and t.start_time - a.start_time < make_interval(mins => a.duration_minutes)
         order by a.start_time, a.id`,
  );
  return rows.map(row => row.id);
}

/** Ids of the consultant's slots that touch a period, in the order of their time. */
export async function slotsTouching(
  db: Queryable,
  consultantId: number,
  { date, startTime, endTime }: SlotPeriod,
): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    'timeslot.touching',
    sql`select t.id::text as id from timeslot t
         where t.consultant_id = ${consultantId} and t.date = ${date}
           and t.start_time < ${endTime} and t.end_time > ${startTime}
         order by t.start_time`,
  );
  return rows.map(row => row.id);
}

/** The same for a slot that was to be moved; it does not touch itself. */
export async function slotsInTheWay(
  db: Queryable,
  id: number,
  { date, startTime, endTime }: NewPeriod,
): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    'timeslot.inTheWay',
    sql`select t.id::text as id
          from timeslot moved
          join timeslot t on t.consultant_id = moved.consultant_id and t.id <> moved.id
           and t.date = coalesce(${date ?? null}::date, moved.date)
           and t.start_time < coalesce(${endTime ?? null}::time, moved.end_time)
           and t.end_time > coalesce(${startTime ?? null}::time, moved.start_time)
         where moved.id = ${id}
         order by t.start_time`,
  );
  return rows.map(row => row.id);
}
