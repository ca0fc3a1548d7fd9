import { type UnavailableReason } from '../../generated/graphql.ts';
import { type Override } from '../appointment/override.ts';
import { type Queryable } from '../db/connection.ts';
import { project, type ReadContext } from '../db/projection.ts';
import { sql, type Sql } from '../db/sql.ts';
import { consultantProjection } from '../projection/people.ts';
import { below, nothing, type Selection } from '../shared/selection.ts';
import { bookingRefusal, hasSpecialty } from '../timeslot/free.ts';

/** A consultant beside an appointment's period. */
export interface Candidate {
  readonly consultantId: number;
  readonly consultant: unknown;
  readonly rank: number;
  readonly free: boolean;
  readonly reason: UnavailableReason | null;
  readonly load: number;
  readonly specialtyMatch: boolean;
}

/** What candidates are looked at for. */
export interface Choice {
  /** Reasons that do not count. */
  readonly overrides: readonly Override[];
  /** A matching specialty comes before the load. */
  readonly specialtyFirst: boolean;
}

const plainChoice: Choice = { overrides: [], specialtyFirst: true };

/**
 * Every enabled consultant for the appointment's period, best first: free ones, then a matching specialty (if it comes
 * first), then the lesser load, then who was assigned longest ago, then the id. Empty also when there is no such
 * appointment. The appointment itself takes nobody's time.
 */
export async function findCandidates(
  db: Queryable,
  appointmentId: number,
  selection: Selection,
  context: ReadContext,
  { overrides, specialtyFirst }: Choice = plainChoice,
): Promise<Candidate[]> {
  const wanted = below(selection, 'consultant') ?? nothing;
  const period = {
    consultant: sql`k`,
    date: sql`a.date`,
    start: sql`a.start_time`,
    length: sql`make_interval(mins => a.duration_minutes)`,
    except: sql`a.id`,
    ...(overrides.length > 0 && { overrides: sql`${overrides}::text[]` }),
  };
  const order: Sql = specialtyFirst
    ? sql`m.reason is not null, not m.match, m.load, m.last_assigned nulls first, m.id`
    : sql`m.reason is not null, m.load, m.last_assigned nulls first, m.id`;
  const rows = await db.rows<Omit<Candidate, 'free'>>(
    'assignment.candidates',
    sql`with wanted as materialized (
          select a.id, a.date, a.start_time, a.duration_minutes, a.folded_specialty, a.customer_id
            from appointment a
           where a.id = ${appointmentId}
        ), loads as (
          select near.consultant_id, count(*)::int as load
            from wanted a
            join appointment near
              on near.status in ('PENDING', 'CONFIRMED') and near.date between a.date - 7 and a.date + 7
             and near.date + near.start_time between a.date + a.start_time - interval '7 days'
                                                 and a.date + a.start_time + interval '7 days'
             and near.id <> a.id
           group by near.consultant_id
        ), measured as (
          select k.id,
                 ${hasSpecialty(sql`k`, sql`a.folded_specialty`)} as match,
                 ${bookingRefusal(period, { customer: sql`c`, specialty: sql`a.folded_specialty` }, context.now)} as reason,
                 coalesce(loads.load, 0) as load,
                 (select max(s.at) from assignment s where s.to_consultant_id = k.id) as last_assigned
            from wanted a
            join customer c on c.id = a.customer_id
           cross join consultant k
            left join loads on loads.consultant_id = k.id
           where not k.is_disabled
        )
        select k.id as "consultantId", ${project(consultantProjection, 'k', wanted, context)} as consultant,
               (row_number() over (order by ${order}))::int as rank,
               m.reason, m.load, m.match as "specialtyMatch"
          from measured m
          join consultant k on k.id = m.id
         order by rank`,
  );
  return rows.map(row => ({ ...row, free: row.reason === null }));
}
