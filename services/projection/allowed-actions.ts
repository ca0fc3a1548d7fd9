import { type ActionRefusal, type AppointmentAction } from '../../generated/graphql.ts';
import {
  cancelling,
  completing,
  confirming,
  moving,
  type Transition,
} from '../appointment/transitions.ts';
import { type ReadContext } from '../db/projection.ts';
import { join, literal, sql, type Sql } from '../db/sql.ts';
import { isBusy, isPast } from '../timeslot/free.ts';

/**
 * `Appointment.allowedActions`, as JSON: for each action why its mutation would refuse, whatever else it is asked and
 * without overrides. Made of what the mutations are made of.
 */
export function allowedActions(appointment: Sql, context: ReadContext): Sql {
  const actions = Object.entries(refusalsOf(appointment, context)).map(
    ([action, reason]) => sql`(${literal(action)}, ${reason})`,
  );
  return sql`(
    select json_agg(json_build_object('action', x.action, 'allowed', x.reason is null, 'reason', x.reason))
      from (values ${join(actions, ', ')}) x (action, reason))`;
}

function refusalsOf(a: Sql, context: ReadContext): Readonly<Record<AppointmentAction, Sql>> {
  const { now } = context;
  const consultant = sql`(select k.is_disabled from consultant k where k.id = ${a}.consultant_id)`;
  const customer = sql`(select c.is_disabled from customer c where c.id = ${a}.customer_id)`;
  const started = isPast({ date: sql`${a}.date`, start: sql`${a}.start_time` }, now);
  const busy = sql`(select ${isBusy(sql`c`, {
    date: sql`${a}.date`,
    start: sql`${a}.start_time`,
    length: sql`make_interval(mins => ${a}.duration_minutes)`,
    except: sql`${a}.id`,
  })} from customer c where c.id = ${a}.customer_id)`;
  const planning = first(context.writesAppointments);
  return {
    UPDATE: planning(),
    CONFIRM: planning(
      [elsewhere(a, confirming), 'ILLEGAL_TRANSITION'],
      [sql`${a}.status = 'PENDING' and ${a}.consultant_id is null`, 'UNASSIGNED'],
      [sql`${a}.status = 'PENDING' and ${consultant}`, 'CONSULTANT_DISABLED'],
    ),
    COMPLETE: planning(
      [elsewhere(a, completing), 'ILLEGAL_TRANSITION'],
      // The outcome that it has may be said again; what was imported without one has none to repeat.
      [sql`${a}.status = 'COMPLETED' and ${a}.outcome is null`, 'ILLEGAL_TRANSITION'],
      [sql`${a}.status = 'CONFIRMED' and not ${started}`, 'NOT_STARTED'],
    ),
    CANCEL: planning([elsewhere(a, cancelling), 'ILLEGAL_TRANSITION']),
    RESCHEDULE: planning(
      [closed(a), 'ILLEGAL_TRANSITION'],
      [consultant, 'CONSULTANT_DISABLED'],
      [customer, 'CUSTOMER_DISABLED'],
    ),
    ASSIGN: planning(
      [closed(a), 'ILLEGAL_TRANSITION'],
      [started, 'PAST_TIME'],
      [customer, 'CUSTOMER_DISABLED'],
      [busy, 'CUSTOMER_BUSY'],
    ),
    UNASSIGN: planning([
      sql`${a}.consultant_id is not null and ${closed(a)}`,
      'ILLEGAL_TRANSITION',
    ]),
    RECORD_FEEDBACK: first(context.writesCatalogue)(
      [sql`${a}.status <> 'COMPLETED' or ${a}.outcome = 'NO_SHOW'`, 'NO_MEETING'],
      [sql`exists (select from feedback f where f.appointment_id = ${a}.id)`, 'FEEDBACK_EXISTS'],
    ),
  };
}

type Obstacle = readonly [when: Sql, reason: ActionRefusal];

/** The first obstacle that is in the way, as an expression; for callers who may not, that they may not. */
function first(permitted: boolean): (...obstacles: Obstacle[]) => Sql {
  return (...obstacles) => {
    if (!permitted) return sql`'NOT_PERMITTED'::text`;
    if (obstacles.length === 0) return sql`null::text`;
    const cases = obstacles.map(([when, reason]) => sql`when ${when} then ${literal(reason)}`);
    return sql`case ${cases.reduce((all, each) => sql`${all} ${each}`)} end`;
  };
}

/** Neither where the way begins nor where it ends. */
function elsewhere(a: Sql, { from, to }: Transition): Sql {
  return sql`${a}.status <> all(${[...from, to]}::text[])`;
}

/** Its people and its time stay. */
function closed(a: Sql): Sql {
  return sql`${a}.status <> all(${moving.from}::text[])`;
}
