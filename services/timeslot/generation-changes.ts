import { type Queryable } from '../db/connection.ts';
import { project, type ReadContext } from '../db/projection.ts';
import { sql, type Sql } from '../db/sql.ts';
import { timeslotProjection } from '../projection/timeslot.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { type Selection } from '../shared/selection.ts';
import { isPast } from './free.ts';
import { type Pattern } from './generation.ts';

/** What the slots of a pattern came to, or would come to. */
export interface Outcome {
  /** Consultants that are not there, and those that are disabled; with either nothing was written. */
  readonly unknown: readonly string[] | null;
  readonly disabled: readonly string[] | null;
  readonly past: number;
  readonly existing: number;
  readonly overlapping: number;
  /** Slots that nothing was seen to be in the way of. */
  readonly fresh: number;
}

export interface Written extends Outcome {
  readonly created: number;
  /** Ids of the first slots that were added, by consultant and time. */
  readonly firstIds: readonly number[] | null;
}

export interface Foreseen extends Outcome {
  /** The first day, YYYY-MM-DD, to which a slot would be added and that is not loaded: the rule `day_loaded` refuses it. */
  readonly unloaded: string | null;
}

/** Counts what writing the pattern would come to. */
export async function foresee(
  db: Queryable,
  pattern: Pattern,
  now: OfficeTime,
): Promise<Foreseen | undefined> {
  const rows = await db.rows<Foreseen>(
    'timeslot.foresee',
    sql`with ${judged(pattern, now)}
        select ${counts}, (
                 select min(j.date) from judged j
                   join unloaded_partition u on u.date = j.date and u.table_name in ('timeslot', 'appointment', 'feedback')
                  where j.verdict = 'fresh') as unloaded
          from judged`,
  );
  return rows[0];
}

/**
 * Adds the slots of a pattern that nothing is in the way of. Others may add slots at the same time: what theirs are in
 * the way of is not an error but left out, so `created` may be less than `fresh`. The consultants' rows are held, in the
 * order of their ids, so that none waits for another that waits for it.
 */
export async function write(
  db: Queryable,
  pattern: Pattern,
  now: OfficeTime,
  firstIds: number,
): Promise<Written | undefined> {
  const rows = await db.rows<Written>(
    'timeslot.generate',
    sql`with ${judged(pattern, now, sql`order by k.id for no key update`)}, made as (
          insert into timeslot (consultant_id, date, start_time, end_time, is_available)
          select j.consultant_id, j.date, j.start_time, j.end_time, ${pattern.isAvailable}
            from judged j
           where j.verdict = 'fresh' and not exists (select from owners o where o.is_disabled is distinct from false)
           order by j.consultant_id, j.date, j.start_time
          on conflict do nothing
          returning id, consultant_id, date, start_time
        )
        select ${counts}, (select count(*)::int from made) as created,
               (select array_agg(m.id order by m.consultant_id, m.date, m.start_time)
                  from (select * from made order by consultant_id, date, start_time limit ${firstIds}) m) as "firstIds"
          from judged`,
  );
  return rows[0];
}

/** What was found after writing. */
export interface Afterwards {
  /** Slots of the pattern, past ones aside, that are there with the same beginning and end. */
  readonly present: number;
  /** What is selected of those with the given ids, by consultant and time. */
  readonly timeslots: readonly unknown[];
}

/** Looks again, in the same transaction: it now sees the slots that were added, by itself and meanwhile by others. */
export async function lookAgain(
  db: Queryable,
  pattern: Pattern,
  ids: readonly number[],
  selection: Selection,
  context: ReadContext,
): Promise<Afterwards | undefined> {
  const rows = await db.rows<Afterwards>(
    'timeslot.generated',
    sql`with ${judged(pattern, context.now)}
        select (select count(*)::int from judged where verdict = 'existing') as present,
               (select coalesce(json_agg(${project(timeslotProjection, 'one', selection, context)}
                                order by one.consultant_id, one.date, one.start_time), '[]')
                  from timeslot one where one.id = any(${ids}::int[])) as timeslots`,
  );
  return rows[0];
}

/**
 * `judged`: every slot of the pattern with what is to be done about it; `owners`: the consultants, null where there is
 * none. Each slot is looked up by itself, however many the planner expects.
 */
function judged({ consultantIds, dates, times }: Pattern, now: OfficeTime, held = sql``): Sql {
  const past = isPast({ date: sql`w.date`, start: sql`w.start_time` }, now);
  return sql`known as materialized (
      select k.id, k.is_disabled from consultant k where k.id = any(${consultantIds}::int[]) ${held}
    ), owners as materialized (
      select asked.id, k.is_disabled
        from unnest(${consultantIds}::int[]) asked (id) left join known k on k.id = asked.id
    ), judged as materialized (
      select w.*, case when ${past} then 'past' when met.same then 'existing'
                       when met.same is not null then 'overlapping' else 'fresh' end as verdict
        from (select o.id as consultant_id, d.date, p.start_time, p.end_time
                from owners o
               cross join unnest(${dates}::date[]) d (date)
               cross join unnest(${times.map(time => time.start)}::time[], ${times.map(time => time.end)}::time[])
                 p (start_time, end_time)) w
       cross join lateral (
         select bool_or(t.start_time = w.start_time and t.end_time = w.end_time) as same
           from timeslot t
          where t.consultant_id = w.consultant_id and t.date = w.date
            and t.start_time < w.end_time and t.end_time > w.start_time) met
    )`;
}

const counts = sql`
  (select array_agg(o.id::text order by o.id) from owners o where o.is_disabled is null) as unknown,
  (select array_agg(o.id::text order by o.id) from owners o where o.is_disabled) as disabled,
  count(*) filter (where verdict = 'past')::int as past,
  count(*) filter (where verdict = 'existing')::int as existing,
  count(*) filter (where verdict = 'overlapping')::int as overlapping,
  count(*) filter (where verdict = 'fresh')::int as fresh`;
