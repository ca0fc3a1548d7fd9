import { type Pool } from 'pg';

/** An appointment as an assignment leaves it. */
export interface Held {
  readonly status: string;
  readonly version: number;
  readonly consultant: number | null;
  readonly confirmed: boolean;
}

export async function heldBy(db: Pool, appointmentId: number | string): Promise<Held | undefined> {
  const { rows } = await db.query<Held>(
    `select status, version, consultant_id as consultant, confirmed_at is not null as confirmed
       from appointment where id = $1`,
    [appointmentId],
  );
  return rows[0];
}

/** What has been noted about an appointment, oldest first. */
export async function notesOf(db: Pool, appointmentId: number | string): Promise<unknown[]> {
  const { rows } = await db.query<{ note: unknown }>(
    `select to_jsonb(s) - 'id' - 'at' - 'appointment_id' as note from assignment s where appointment_id = $1 order by id`,
    [appointmentId],
  );
  return rows.map(({ note }) => note);
}

/** Actions and what they changed, oldest first; without what was there before anybody asked. */
export async function eventsOf(db: Pool, appointmentId: number | string): Promise<unknown[]> {
  const { rows } = await db.query<{ event: unknown }>(
    `select json_build_object('action', action, 'actor', actor, 'reason', reason, 'before', before, 'after', after) as event
       from audit_event where entity = 'appointment' and entity_id = $1 and action <> 'insert' order by id`,
    [String(appointmentId)],
  );
  return rows.map(({ event }) => event);
}

/** What must never be there on a day: overlaps, overfull days, and assignments without their change or changes without theirs. */
export async function faultsOf(db: Pool, date: string): Promise<unknown[]> {
  const { rows } = await db.query(
    `select 'overlap of ' || a.consultant_id as fault
      from appointment a join appointment b on b.consultant_id = a.consultant_id and b.id > a.id and b.date = a.date
     where a.status <> 'CANCELLED' and b.status <> 'CANCELLED' and a.date = $1
       and a.start_time < b.start_time + make_interval(mins => b.duration_minutes)
       and b.start_time < a.start_time + make_interval(mins => a.duration_minutes)
    union all
    select k.id || ' has ' || count(*) || ' of ' || k.max_per_day
      from consultant k join appointment a on a.consultant_id = k.id and a.status <> 'CANCELLED' and a.date = $1
     group by k.id, a.date having count(*) > k.max_per_day
    union all
    select 'outside the schedule: ' || a.id
      from appointment a
     where a.consultant_id is not null and a.status <> 'CANCELLED' and a.date = $1 and not exists (
       select from timeslot t
        where t.consultant_id = a.consultant_id and t.date = a.date and t.start_time <= a.start_time
          and t.end_time - a.start_time >= make_interval(mins => a.duration_minutes))
    union all
    select 'appointment ' || coalesce(e.id, s.id) || ' has ' || coalesce(e.count, 0) || ' changes and '
           || coalesce(s.count, 0) || ' assignments'
      from (select entity_id::int as id, count(*) from audit_event
             where entity = 'appointment' and after ? 'consultant_id' and before is not null group by 1) e
      full join (select appointment_id as id, count(*) from assignment group by 1) s on s.id = e.id
     where e.count is distinct from s.count
    union all
    select 'the last assignment of ' || a.id || ' says something else'
      from appointment a
      join lateral (select to_consultant_id from assignment s where s.appointment_id = a.id order by s.id desc limit 1) s on true
     where s.to_consultant_id is distinct from a.consultant_id`,
    [date],
  );
  return rows;
}

/** Until somebody in this database waits for a lock. */
export async function somebodyWaits(db: Pool): Promise<void> {
  for (;;) {
    const { rows } = await db.query(
      `select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
    );
    if (rows.length > 0) return;
  }
}
