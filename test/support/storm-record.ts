import { getNamedType } from 'graphql';
import { type ClientBase, type Pool } from 'pg';
import { fieldNamed } from './contract.ts';
import { type Asked } from './storm.ts';

/** These change many rows at once and do not name them all. */
export const SINGLE = `action not in ('autoAssignDay', 'generateTimeslots', 'markAttended')`;

/** Which entity in which version is on record: `appointment 7 v3`. */
export async function recorded(owner: Pool | ClientBase, where = 'true'): Promise<string[]> {
  const { rows } = await owner.query<{ row: string }>(
    `select entity || ' ' || entity_id || ' v' || (after ->> 'version') as row from audit_event
      where entity in ('appointment', 'customer', 'consultant', 'timeslot', 'program') and after is not null and ${where}`,
  );
  return rows.map(({ row }) => row);
}

interface Row {
  readonly id: string;
  readonly version: number;
}

/** The entity in the version that an answer tells of, in the words of the record. */
export function rowsIn(asked: Asked, data: unknown): string[] {
  const type = typeOf(asked);
  const row = (type === 'AutoAssignment' ? Object(data).appointment : data) as Row;
  const entity = type === 'AutoAssignment' ? 'appointment' : type.toLowerCase();
  return selections[type] === ROW || type === 'AutoAssignment'
    ? [`${entity} ${row.id} v${row.version}`]
    : [];
}

const ROW = '{ id version }';
const selections: Readonly<Record<string, string>> = {
  Appointment: ROW,
  Customer: ROW,
  Consultant: ROW,
  Timeslot: ROW,
  Program: ROW,
  ProgramParticipant: '{ version }',
  Feedback: '{ version }',
  AutoAssignment: `{ appointment ${ROW} }`,
  DayPlan: '{ requests }',
  TimeslotGeneration: '{ created }',
};

/** What is asked for in the answer. */
export function selectionFor(asked: Asked): string {
  return selections[typeOf(asked)] ?? ROW;
}

function typeOf({ field }: Asked): string {
  return getNamedType(fieldNamed(`Mutation.${field}`).type).name;
}

/** Live appointments of one person that overlap. */
export async function overlaps(owner: Pool | ClientBase): Promise<unknown[]> {
  const { rows } = await owner.query(
    `select a.id, b.id as other from appointment a join appointment b
         on a.id < b.id and (a.consultant_id = b.consultant_id or a.customer_id = b.customer_id)
        and (a.date + a.start_time, make_interval(mins => a.duration_minutes))
            overlaps (b.date + b.start_time, make_interval(mins => b.duration_minutes))
      where a.status <> 'CANCELLED' and b.status <> 'CANCELLED'`,
  );
  return rows;
}
