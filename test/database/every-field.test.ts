import {
  getNamedType,
  getNullableType,
  type GraphQLOutputType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conformance } from '../support/conformance.ts';
import { comesAlong, fieldNamed, objectTypes, readingOperations } from '../support/contract.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { startService, type AnsweredPage, type Service } from '../support/service.ts';

let db: TestDatabase;
let service: Service;
const ids: Record<'event' | 'appointment' | 'consultant' | 'program', number> = {
  event: 0,
  appointment: 0,
  consultant: 0,
  program: 0,
};
const CUSTOMER = 'zalo-1';

/** One of everything, every column and every relation filled. */
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  const make = given(db.owner);
  const changed = { updated_at: '2025-02-01T00:00:00Z' };
  const customer = await make.customer({
    ...changed,
    id: CUSTOMER,
    email: 'mai@example.vn',
    phone_number: '0901 234 567',
    date_of_birth: '1990-01-02',
    notes: 'calls in the evening',
  });
  const consultant = await make.consultant({
    ...changed,
    email: 'binh@example.vn',
    phone_number: '0907 654 321',
    image_url: 'https://example.vn/binh.jpg',
    specialties: ['IT', 'Luật'],
    qualifications: 'MA',
    join_date: '2020-02-29',
    max_per_day: 1,
  });
  const other = await make.consultant({ is_disabled: true });
  const period = { consultant_id: consultant.id, date: '2025-03-04' };
  await make.timeslot({ ...changed, ...period });
  const appointment = await make.appointment({
    ...changed,
    ...period,
    customer_id: customer.id,
    status: 'COMPLETED',
    outcome: 'NO_SHOW',
    meeting_url: 'https://meet.example.vn/1',
    description: 'About a change of career',
    required_specialty: 'it',
    confirmed_at: '2025-03-01T08:00:00+07:00',
    completed_at: '2025-03-04T10:00:00+07:00',
  });
  await make.appointment({
    customer_id: customer.id,
    date: '2025-03-06',
    status: 'CANCELLED',
    cancel_reason: 'ill',
  });
  await make.assignment({
    appointment_id: appointment.id,
    from_consultant_id: other.id,
    to_consultant_id: consultant.id,
    reason: 'knows the field',
    explanation: 'by hand',
  });
  const held = await make.appointment({
    ...period,
    customer_id: customer.id,
    start_time: '13:00:00',
    status: 'COMPLETED',
    outcome: 'ATTENDED',
  });
  await make.assignment({ appointment_id: held.id, to_consultant_id: consultant.id });
  await make.feedback({ ...changed, appointment_id: held.id, rating: 4.5, comment: 'helpful' });
  const program = await make.program({
    ...changed,
    description: 'for school leavers',
    content: 'talks',
    organizer: 'the city',
    url: 'https://example.vn/fair',
    capacity: 10,
    date: '2025-03-01',
  });
  await make.participant({ ...changed, program_id: program.id, customer_id: customer.id });
  await db.owner.query(
    `update program set status = 'COMPLETED'; update program_participant set status = 'ATTENDED'; analyze`,
  );
  // One change by a person, with a reason.
  await service.ask('Mutation.cancelAppointment', {
    id: String((await make.appointment({ customer_id: customer.id, date: '2025-03-09' })).id),
    reason: 'moved away',
  });
  const { rows } = await db.owner.query<{ id: string }>(
    `select id::text from audit_event where action = 'cancelAppointment'`,
  );
  Object.assign(ids, {
    event: rows[0]?.id,
    appointment: appointment.id,
    consultant: consultant.id,
    program: program.id,
  });
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

/** Arguments of the fields that need some. */
function inputOf(operation: string): Readonly<Record<string, unknown>> {
  switch (operation) {
    case 'Query.appointment':
      return { id: String(ids.appointment) };
    case 'Query.consultant':
      return { id: String(ids.consultant) };
    case 'Query.program':
      return { id: String(ids.program) };
    case 'Query.customer':
      return { id: CUSTOMER };
    case 'Query.consultantCandidates':
      return { appointmentId: String(ids.appointment) };
    case 'Query.dailySummaries':
      return { from: '2025-03-01', to: '2025-03-05' };
    case 'Query.databaseTable':
      return { name: 'appointment' };
    case 'Query.timeslots':
    case 'Consultant.timeslots':
      return { filter: { from: '2025-01-01' } };
    case 'Consultant.workload':
      return { from: '2025-03-01', to: '2025-03-05' };
    default:
      return {};
  }
}

async function answerOf(operation: string, select: number): Promise<unknown> {
  const [type = ''] = operation.split('.');
  const input = inputOf(operation);
  if (type === 'Query') return service.ask(operation, input, { select });
  const [data] = await service.askEach(operation, [parentOf(type)], input, { select });
  return data;
}

function parentOf(type: string): string | number {
  if (type === 'Customer') return CUSTOMER;
  if (type === 'Program') return ids.program;
  return type === 'AuditEvent' ? ids.event : ids.consultant;
}

/** The types to which the queries of this function lead; contract cases show those of mutations and other functions. */
function typesRead(): Set<string> {
  const read = new Set<string>();
  const follow = (type: GraphQLOutputType): void => {
    const named = getNamedType(type);
    if (!isObjectType(named) || read.has(named.name)) return;
    read.add(named.name);
    for (const field of Object.values(named.getFields())) follow(field.type);
  };
  for (const coordinate of readingOperations) follow(fieldNamed(coordinate).type);
  return read;
}

const seen = new Set<string>();

describe('P-28, P-43: every field is what the contract says', () => {
  test.for(readingOperations)('%s, with every field down to three levels', async operation => {
    for (const depth of [0, 1, 2, 3]) {
      const answer = await answerOf(operation, depth);
      const { type } = fieldNamed(operation);
      const result = conformance(answer, type, depth);
      expect(result.faults).toEqual([]);
      for (const coordinate of result.seen) seen.add(coordinate);
      if (isPage(operation)) {
        expect((answer as AnsweredPage<unknown>).items, 'the page has rows').not.toEqual([]);
      }
    }
  });

  // Runs after the tests above, in the same file and in order.
  test('every field of the contract had a value in one of the answers', () => {
    const read = typesRead();
    const all = objectTypes.flatMap(type =>
      !read.has(type.name)
        ? []
        : Object.keys(type.getFields())
            .filter(field => comesAlong(type.name, field))
            .map(field => `${type.name}.${field}`),
    );
    // Nothing here is longer than a page, so no page has a next one.
    const absent = all.filter(
      coordinate => !seen.has(coordinate) && !/Page\.nextToken$/.test(coordinate),
    );
    expect(absent).toEqual([]);
  });
});

test('nothing is read that was not selected, but for the ids that nested fields start from', async () => {
  expect(await service.ask('Query.customer', { id: CUSTOMER }, { select: '{ fullName }' })).toEqual(
    {
      id: CUSTOMER,
      fullName: 'Khách 1',
    },
  );
  const page = await service.ask('Query.appointments', {}, { select: '{ items { status } }' });
  expect(page).toEqual({
    items: [
      { id: expect.any(String), status: 'CANCELLED' },
      { id: expect.any(String), status: 'CANCELLED' },
      { id: expect.any(String), status: 'COMPLETED' },
      { id: expect.any(String), status: 'COMPLETED' },
    ],
    nextToken: null,
  });
});

test('an empty database answers every operation that needs no object', async () => {
  const empty = await createDatabase();
  const quiet = startService(empty.connection('api'));
  try {
    for (const operation of readingOperations.filter(name => name.startsWith('Query.'))) {
      const { args, type } = fieldNamed(operation);
      const needsObject = args.some(arg => isNonNullType(arg.type) && /id$/i.test(arg.name));
      if (needsObject) continue;
      const answer = await quiet.ask(operation, inputOf(operation), { select: 2 });
      expect(conformance(answer, type, 2).faults, operation).toEqual([]);
    }
  } finally {
    await quiet.close();
    await empty.drop();
  }
});

function isPage(operation: string): boolean {
  const named = getNamedType(fieldNamed(operation).type);
  const items = isObjectType(named) ? named.getFields()['items'] : undefined;
  return items !== undefined && isListType(getNullableType(items.type));
}
