import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../services/handlers/operations.ts';
import { readingOperations } from '../support/contract.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { startService, type Person, type Service } from '../support/service.ts';

let db: TestDatabase;
let service: Service;
const ids = { appointment: '', consultant: '', program: '', customer: 'zalo-1' };

const personal = [
  'mai.tran',
  'binh.le',
  '0901 234 567',
  '0907-654-321',
  '1990-01-02',
  'calls in the evening',
];

beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  const make = given(db.owner);
  await make.customer({
    id: ids.customer,
    full_name: 'Trần Mai',
    email: 'mai.tran@example.vn',
    phone_number: '0901 234 567',
    date_of_birth: '1990-01-02',
    notes: 'calls in the evening',
  });
  const consultant = await make.consultant({
    full_name: 'Lê Bình',
    email: 'binh.le@example.vn',
    phone_number: '0907-654-321',
  });
  const other = await make.consultant({ email: 'binh.le+2@example.vn', phone_number: '113' });
  const period = { consultant_id: consultant.id, date: '2025-03-04' };
  await make.timeslot(period);
  const appointment = await make.appointment({
    ...period,
    customer_id: ids.customer,
    status: 'COMPLETED',
  });
  await make.assignment({
    appointment_id: appointment.id,
    from_consultant_id: other.id,
    to_consultant_id: consultant.id,
  });
  await make.feedback({ appointment_id: appointment.id });
  const program = await make.program({ date: '2025-03-04' });
  await make.participant({ program_id: program.id, customer_id: ids.customer });
  ids.appointment = String(appointment.id);
  ids.consultant = String(consultant.id);
  ids.program = String(program.id);
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

function inputOf(operation: string): Readonly<Record<string, unknown>> {
  const [, field = ''] = operation.split('.');
  const byId = ids[field as keyof typeof ids];
  if (byId) return { id: byId };
  if (field === 'consultantCandidates') return { appointmentId: ids.appointment };
  if (field === 'dailySummaries') return { from: '2025-03-01', to: '2025-03-05' };
  if (field === 'timeslots') return { filter: { from: '2025-01-01' } };
  if (field === 'databaseTable') return { name: 'customer' };
  return {};
}

/** The answer as JSON text, with every field down to three levels. */
async function textOf(operation: string, as: Person): Promise<string> {
  const [type = ''] = operation.split('.');
  const parent =
    type === 'Customer' ? ids.customer : type === 'Program' ? ids.program : ids.consultant;
  const answer =
    type === 'Query'
      ? await service.ask(operation, inputOf(operation), { as, select: 3 })
      : await service.askEach(operation, [parent], inputOf(operation), { as, select: 3 });
  return JSON.stringify(answer);
}

/** What analysts and schedulers may both ask for. */
const readable = readingOperations.filter(name => {
  const permission = operations[name]?.permission;
  return permission === undefined || permission === 'READ';
});
const readableByAnalysts = [
  ...readable,
  ...readingOperations.filter(name => operations[name]?.permission === 'READ_DATABASE'),
];

describe('analysts never get personal data', () => {
  test.for(readableByAnalysts)('in the answer of %s', async operation => {
    const text = await textOf(operation, 'analyst');
    for (const value of personal) expect(text).not.toContain(value);
  });

  test('although the same answers hold all of it for those who may see it', async () => {
    for (const person of ['admin', 'scheduler'] as const) {
      const texts: string[] = [];
      for (const operation of readable) texts.push(await textOf(operation, person));
      for (const value of personal) expect(texts.join()).toContain(value);
    }
  });
});

describe('what is left of it', () => {
  test('tells two people apart, and no more', async () => {
    const select = '{ id email phoneNumber dateOfBirth notes }';
    expect(
      await service.ask('Query.customer', { id: ids.customer }, { as: 'analyst', select }),
    ).toEqual({
      id: ids.customer,
      email: 'm***@example.vn',
      phoneNumber: '*********567',
      dateOfBirth: null,
      notes: null,
    });
  });

  test.for([
    ['a@b.vn', '12', 'a***@b.vn', '**'],
    ['no at sign', '113', 'n***', '***'],
    ['@b.vn', '1134', '@***', '*134'],
    [null, null, null, null],
    ['', '', '', ''],
    ['two@at@b.vn', '+84 901 234 567', 't***@b.vn', '************567'],
    ['mai@b.vn, le.thi.mai@c.vn', '0901\n567', 'm***@c.vn', '*****567'],
    ['Mai <le.mai@b.vn>', '1', 'M***@b.vn', '*'],
    ['mai@b.vn (at home: Lê Mai)', '1', 'm***@b.vn', '*'],
  ] as const)('of %j and %j is %j and %j', async ([email, phone_number, masked, phone]) => {
    const { id } = await given(db.owner).customer({ email, phone_number });
    const found = await service.ask(
      'Query.customer',
      { id },
      { as: 'analyst', select: '{ email phoneNumber }' },
    );
    expect(found).toEqual({ id, email: masked, phoneNumber: phone });
  });

  test('people without a group get no answer at all', async () => {
    for (const operation of readable.filter(
      name => name.startsWith('Query.') && name !== 'Query.me',
    )) {
      for (const as of ['guest', 'machine'] as const) {
        expect(await service.reply(operation, inputOf(operation), { as })).toMatchObject({
          error: { type: 'Forbidden', info: { reason: 'NOT_PERMITTED' } },
        });
      }
    }
  });

  test('what was changed, and from what, is for admins alone', async () => {
    const audited = readingOperations.filter(name => operations[name]?.permission === 'READ_AUDIT');
    expect(audited.length).toBeGreaterThan(2);
    for (const operation of audited.filter(name => name.startsWith('Query.'))) {
      for (const as of ['scheduler', 'analyst'] as const) {
        expect(await service.reply(operation, {}, { as })).toMatchObject({
          error: { type: 'Forbidden', info: { permission: 'READ_AUDIT' } },
        });
      }
    }
  });

  test('the database page is for admins and analysts', async () => {
    const reply = await service.reply('Query.databaseTables', {}, { as: 'scheduler' });
    expect(reply).toMatchObject({
      error: { type: 'Forbidden', info: { permission: 'READ_DATABASE' } },
    });
  });
});
