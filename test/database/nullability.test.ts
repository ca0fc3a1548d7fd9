import { isListType, isNonNullType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Projection, type ReadContext } from '../../services/db/projection.ts';
import { sql, type Sql } from '../../services/db/sql.ts';
import {
  appointmentProjection,
  assignmentProjection,
  feedbackProjection,
} from '../../services/projection/appointment.ts';
import { consultantProjection, customerProjection } from '../../services/projection/people.ts';
import { participantProjection, programProjection } from '../../services/projection/program.ts';
import { timeslotProjection } from '../../services/projection/timeslot.ts';
import { fieldNamed } from '../support/contract.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

const projections = [
  ['Appointment', 'appointment', appointmentProjection],
  ['Assignment', 'assignment', assignmentProjection],
  ['Consultant', 'consultant', consultantProjection],
  ['Customer', 'customer', customerProjection],
  ['Feedback', 'feedback', feedbackProjection],
  ['Program', 'program', programProjection],
  ['ProgramParticipant', 'program_participant', participantProjection],
  ['Timeslot', 'timeslot', timeslotProjection],
] as const satisfies (readonly [string, string, Projection])[];

/** Fields that are computed from more than one column, or are masked: no single column decides. */
const computed = [
  'Appointment.endTime',
  'Appointment.feedback',
  'Appointment.timeslot',
  'Appointment.assignments',
  'Appointment.allowedActions',
  'Consultant.rating',
  'Feedback.appointment',
  'Program.participantCount',
  'Timeslot.state',
  'Timeslot.reason',
];

const context: ReadContext = {
  now: { instant: '', date: '2025-03-05', time: '12:00:00', zone: 'UTC' },
  seesPersonalData: true,
  writesAppointments: true,
  writesCatalogue: true,
};

let db: TestDatabase;
const notNull = new Map<string, boolean>();
beforeAll(async () => {
  db = await createDatabase();
  const { rows } = await db.owner.query<{ name: string; required: boolean }>(
    `select t.relname || '.' || c.attname as name, c.attnotnull as required
       from pg_attribute c join pg_class t on t.oid = c.attrelid
      where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and c.attnum > 0`,
  );
  for (const { name, required } of rows) notNull.set(name, required);
});
afterAll(() => db.drop());

describe('P-43: a field may be null exactly when its column may', () => {
  test.for(projections)('%s', ([type, table, projection]) => {
    for (const [field, column] of Object.entries(columnsOf(projection))) {
      if (computed.includes(`${type}.${field}`)) continue;
      expect(column, `${type}.${field} reads one column`).toBeDefined();
      const required = notNull.get(`${table}.${column}`);
      expect(required, `${table}.${column} is a column`).toBeDefined();
      const { type: output } = fieldNamed(`${type}.${field}`);
      expect(isNonNullType(output) && !isListType(output), `${type}.${field}`).toBe(required);
    }
  });
});

/** By field, the column of the row that it shows or that points to what it shows; undefined for neither. */
function columnsOf(projection: Projection): Record<string, string | undefined> {
  const row = sql`row`;
  const found: Record<string, string | undefined> = {};
  for (const [field, column] of Object.entries(projection.columns)) {
    found[field] = nameIn(column(row, context), /^row\.(\w+)(::text)?$/);
  }
  for (const [field, relation] of Object.entries(projection.relations?.() ?? {})) {
    found[field] =
      typeof relation === 'function'
        ? undefined
        : nameIn(relation.on(row, sql`other`), /^other\.id = row\.(\w+)$/);
  }
  return found;
}

function nameIn(text: Sql, pattern: RegExp): string | undefined {
  return pattern.exec(text.text)?.[1];
}
