import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, fieldNamed } from '../support/contract.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { startService, type Service } from '../support/service.ts';

type Entity = Readonly<Record<string, unknown>>;

/** Every mutation of the contract that takes an update, with each field that it may name. */
const updates = Object.values(contract.getMutationType()?.getFields() ?? {}).flatMap(
  ({ name, type, args }) => {
    const input = getNamedType(args.find(arg => arg.name === 'input')?.type);
    if (!isInputObjectType(input) || !input.name.startsWith('Update')) return [];
    const fields = Object.values(input.getFields());
    return [{ name, entity: getNamedType(type).name, fields }];
  },
);
const cases = updates.flatMap(update => update.fields.map(field => ({ ...update, field })));

let addresses = 0;
/** Nobody else's. */
function addressOf(name: string): string {
  return `${name}-${(addresses += 1)}@example.vn`;
}

/** A row of each with every column filled that an update may name. The clock stands at 2025-03-05. */
const filled: Readonly<Record<string, (make: Given) => Promise<{ readonly id: number | string }>>> =
  {
    Appointment: make =>
      make.appointment({
        date: '2025-03-10',
        meeting_url: 'https://meet.example.vn/1',
        description: 'Xem lại hồ sơ',
        required_specialty: 'Tài chính',
      }),
    Consultant: make =>
      make.consultant({
        email: addressOf('binh'),
        phone_number: '0907 654 321',
        image_url: 'https://example.vn/binh.jpg',
        specialties: ['IT'],
        qualifications: 'MA',
        join_date: '2020-02-29',
        max_per_day: 3,
      }),
    Customer: make =>
      make.customer({
        email: 'mai@example.vn',
        phone_number: '0901 234 567',
        date_of_birth: '1990-01-02',
        notes: 'Gọi buổi tối',
      }),
    Program: make =>
      make.program({
        date: '2025-04-05',
        description: 'Cho học sinh',
        content: 'Hội thảo',
        organizer: 'Thành Đoàn',
        url: 'https://example.vn/fair',
        capacity: 10,
      }),
    Timeslot: make => make.timeslot({ date: '2025-03-10' }),
  };

/** What each field becomes, by its type and its name. */
function anotherValue(name: string, type: GraphQLInputType): unknown {
  if (isListType(getNullableType(type))) return ['Luật', 'Khởi nghiệp'];
  switch (getNamedType(type).name) {
    case 'Int':
      return 7;
    case 'AWSDate':
      return /birth/i.test(name) ? '1991-12-31' : '2025-05-06';
    case 'AWSTime':
      return /end/i.test(name) ? '10:30:00' : '08:30:00';
    case 'String':
      if (/url/i.test(name)) return 'https://example.vn/new';
      return /email/i.test(name) ? addressOf('new') : 'Điều mới';
    default:
      throw new Error(`nothing is known that ${name} could become`);
  }
}

let db: TestDatabase;
let service: Service;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

test('there are updates to try', () => {
  expect(updates.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['updateConsultant', 'updateCustomer']),
  );
});

describe('P-42: an absent field is left alone, null clears', () => {
  test.for(cases)('$name: $field.name', async ({ name, entity, fields, field }) => {
    const { id } = await rowOf(entity);
    const select = `{ ${['version', ...fields.map(each => each.name)].join(' ')} }`;
    const operation = `Mutation.${name}`;
    const update = (input: Entity) =>
      service.ask<Entity>(operation, { id: String(id), input }, { select });
    const before = await update({});
    expect(before).toMatchObject({ version: 1 });

    const value = anotherValue(field.name, field.type);
    const changed = await update({ [field.name]: value });
    expect(changed).toEqual({ ...before, [field.name]: value, version: 2 });

    const shown = fieldNamed(`${entity}.${field.name}`).type;
    if (isNonNullType(shown) && !isListType(getNullableType(shown))) {
      const reply = await service.reply(operation, {
        id: String(id),
        input: { [field.name]: null },
      });
      expect(reply).toMatchObject({
        error: { type: 'InvalidInput', info: { field: field.name } },
      });
      expect(await update({})).toEqual(changed);
      return;
    }
    const cleared = { ...changed, [field.name]: isNonNullType(shown) ? [] : null, version: 3 };
    expect(await update({ [field.name]: null })).toEqual(cleared);
    expect(await update({ [field.name]: null })).toEqual(cleared);
    expect(await update({})).toEqual(cleared);
  });

  test.for(updates)('$name: all at once', async ({ name, entity, fields }) => {
    const { id } = await rowOf(entity);
    const names = fields.map(each => each.name);
    const select = `{ ${['version', ...names].join(' ')} }`;
    const input = Object.fromEntries(
      fields.map(each => [each.name, anotherValue(each.name, each.type)]),
    );
    const ask = (about: Entity) =>
      service.ask<Entity>(`Mutation.${name}`, { id: String(id), ...about }, { select });
    const changed = { ...input, version: 2 };
    expect(await ask({ input, expectedVersion: 1 })).toMatchObject(changed);
    expect(await ask({ input })).toMatchObject(changed);
  });
});

async function rowOf(entity: string): Promise<{ readonly id: number | string }> {
  const fill = filled[entity];
  if (!fill) throw new Error(`no row is known to try an update of ${entity} on`);
  return fill(given(db.owner));
}
