import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { metrics } from '../../services/telemetry/metrics.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { emfFaults } from '../support/embedded-metrics.ts';
import { given, type Given } from '../support/given.ts';
import { startService, type AskOptions, type Service } from '../support/service.ts';

const DAY = '2025-03-12';
const LATER = '2025-03-12T18:00:00+07:00';

let db: TestDatabase;
let service: Service;
let make: Given;
const lines: string[] = [];
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'), { print: line => lines.push(line) });
  make = given(db.owner);
});
afterAll(async () => {
  await service.close();
  await db.drop();
});
beforeEach(async () => {
  service.at('2025-03-05T12:00:00+07:00');
  await db.owner.query('truncate customer, consultant, program, audit_event, client_token cascade');
});

type Input = Readonly<Record<string, unknown>>;

/** Asks, and gives the one line that was written of it. */
async function lineOf(
  operation: string,
  input: Input = {},
  options?: AskOptions,
): Promise<Record<string, unknown>> {
  lines.length = 0;
  await service.reply(operation, input, options);
  expect(lines).toHaveLength(1);
  const [line = '{}'] = lines;
  if (line.includes('_aws')) expect(emfFaults(line)).toEqual([]);
  return JSON.parse(line) as Record<string, unknown>;
}

/** Asks, and gives how it ended and what was counted: `OK`, `OK AppointmentsCreated 1`. */
async function counted(mutation: string, input: Input): Promise<string> {
  const line = await lineOf(`Mutation.${mutation}`, input);
  const counts = Object.keys(metrics).flatMap(name =>
    name in line ? [`${name} ${line[name]}`] : [],
  );
  return [line['outcome'], ...counts].join(' ');
}

/** A consultant who is there on the day in the morning. */
async function available(): Promise<string> {
  const { id } = await make.consultant();
  await make.timeslot({ consultant_id: id, date: DAY, end_time: '12:00:00' });
  return String(id);
}

async function request(wanted = {}): Promise<string> {
  const { id } = await make.appointment({ date: DAY, start_time: '10:00:00', ...wanted });
  return String(id);
}

describe('a change is counted when it was made, and once', () => {
  test('an appointment, from its creation to its end', async () => {
    const consultantId = await available();
    const { id: customerId } = await make.customer();
    const input = { customerId, consultantId, date: DAY, startTime: '10:00:00' };
    const create = { input, clientToken: 'first' };
    expect(await counted('createAppointment', create)).toBe('OK AppointmentsCreated 1');
    expect(await counted('createAppointment', create)).toBe('OK');
    expect(await counted('createAppointment', { input })).toBe('Conflict/SLOT_TAKEN Conflicts 1');

    const { rows } = await db.owner.query<{ id: number }>('select id from appointment');
    const id = String(rows[0]?.id);
    expect(await counted('confirmAppointment', { id })).toBe('OK AppointmentsConfirmed 1');
    expect(await counted('confirmAppointment', { id })).toBe('OK');
    const complete = { id, outcome: 'ATTENDED' };
    expect(await counted('completeAppointment', complete)).toBe('Conflict/NOT_STARTED Conflicts 1');
    service.at(LATER);
    expect(await counted('completeAppointment', complete)).toBe('OK AppointmentsCompleted 1');
    expect(await counted('completeAppointment', complete)).toBe('OK');

    const feedback = { appointmentId: id, rating: 4.5, clientToken: 'once' };
    expect(await counted('recordFeedback', feedback)).toBe('OK FeedbackRecorded 1');
    expect(await counted('recordFeedback', feedback)).toBe('OK');
  });

  test('a cancellation', async () => {
    const cancel = { id: await request(), reason: 'no time' };
    expect(await counted('cancelAppointment', cancel)).toBe('OK AppointmentsCancelled 1');
    expect(await counted('cancelAppointment', cancel)).toBe('OK');
    expect(await counted('cancelAppointment', { ...cancel, id: '999999' })).toBe(
      'NotFound/APPOINTMENT_NOT_FOUND',
    );
  });

  test('an assignment by hand', async () => {
    const assign = { appointmentId: await request(), consultantId: await available() };
    expect(await counted('assignConsultant', assign)).toBe('OK ConsultantsAssigned 1');
    expect(await counted('assignConsultant', assign)).toBe('OK');
    expect(await counted('unassignConsultant', { appointmentId: assign.appointmentId })).toBe('OK');
  });

  test('an automatic one, unless it is only tried', async () => {
    const appointmentId = await request();
    await available();
    expect(await counted('autoAssignConsultant', { appointmentId, dryRun: true })).toBe('OK');
    expect(await counted('autoAssignConsultant', { appointmentId })).toBe(
      'OK ConsultantsAssigned 1',
    );
    expect(await counted('autoAssignConsultant', { appointmentId })).toBe(
      'Conflict/ALREADY_ASSIGNED Conflicts 1',
    );
  });

  test('a whole day, each appointment of it', async () => {
    for (let i = 0; i < 3; i++) await request();
    for (let i = 0; i < 2; i++) await available();
    expect(await counted('autoAssignDay', { date: DAY, dryRun: true })).toBe('OK');
    expect(await counted('autoAssignDay', { date: DAY })).toBe('OK ConsultantsAssigned 2');
    expect(await counted('autoAssignDay', { date: DAY })).toBe('OK');
  });

  test('a registration, and again after it was cancelled', async () => {
    const { id } = await make.program({ date: DAY });
    const { id: customerId } = await make.customer();
    const key = { programId: String(id), customerId };
    const withToken = { ...key, clientToken: 'once' };
    expect(await counted('registerParticipant', withToken)).toBe('OK ParticipantsRegistered 1');
    expect(await counted('registerParticipant', withToken)).toBe('OK');
    expect(await counted('registerParticipant', key)).toBe('OK');
    expect(await counted('cancelParticipant', key)).toBe('OK');
    expect(await counted('registerParticipant', key)).toBe('OK ParticipantsRegistered 1');
  });

  test('and nothing by what only changes details', async () => {
    const id = await request();
    const update = { id, input: { description: 'new' } };
    expect(await counted('updateAppointment', update)).toBe('OK');
    expect(await counted('createCustomer', { input: { fullName: 'Lan' } })).toBe('OK');
  });
});

describe('the line of a request', () => {
  test('has names and numbers, and no argument', async () => {
    const line = await lineOf('Query.customers', { filter: { search: 'Nguyễn' }, limit: 5 });
    expect(line).toEqual({
      ...{ level: 'INFO', time: '2025-03-05T05:00:00.000Z', function: 'api' },
      ...{ operation: 'Query.customers', ms: expect.any(Number), outcome: 'OK' },
    });
  });

  test('tells why it was refused', async () => {
    expect(await lineOf('Query.customer', { id: 'nobody' })).toMatchObject({
      ...{ level: 'INFO', outcome: 'NotFound/CUSTOMER_NOT_FOUND' },
    });
    expect(await lineOf('Query.auditEvents', {}, { as: 'analyst' })).toMatchObject({
      outcome: 'Forbidden/NOT_PERMITTED',
    });
  });

  test('is one for all objects of a list', async () => {
    const made = await make.consultants(3);
    lines.length = 0;
    await service.batch(
      'Consultant.workload',
      made.map(({ id }) => id),
      { from: DAY, to: DAY },
    );
    expect(lines.map(line => JSON.parse(line))).toMatchObject([
      { operation: 'Consultant.workload', parents: 3, outcome: 'OK' },
    ]);
  });

  test('P-23: of a defect has no value of the row that it met', async () => {
    const SECRET = 'Bí mật của Lan';
    const { id } = await make.customer({ full_name: SECRET });
    await db.owner.query(`create function broken() returns trigger language plpgsql as $$
      begin raise exception 'row %', new using errcode = 'XX000'; end $$`);
    await db.owner.query(
      'create trigger broken before update on customer for each row execute function broken()',
    );
    try {
      lines.length = 0;
      await expect(
        service.reply('Mutation.updateCustomer', { id, input: { notes: SECRET } }),
      ).rejects.toMatchObject({ name: 'DatabaseFailed', message: 'see the log (XX000)' });
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toContain('Lan');
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({
        ...{ level: 'ERROR', outcome: 'Internal', InternalErrors: 1 },
        error: { name: 'DatabaseFailed', code: 'XX000' },
      });
    } finally {
      await db.owner.query('drop function broken cascade');
    }
  });
});
