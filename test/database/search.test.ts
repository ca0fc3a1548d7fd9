import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { startService, type AnsweredPage, type Person, type Service } from '../support/service.ts';

let db: TestDatabase;
let service: Service;

const people = {
  nguyen: 'Nguyễn Thị Ánh',
  dang: 'Đặng Văn Ân',
  dao: 'Đào Hà Vy',
  percent: 'Le 100% Sure',
  quote: `O'Brien "Bob" \\ Lê`,
  plain: 'Le 100x Sure',
} as const;

beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  const make = given(db.owner);
  await make.customer({
    id: 'nguyen',
    full_name: people.nguyen,
    email: 'Anh.Nguyen@Example.VN',
    phone_number: '0901 234 567',
  });
  await make.customer({
    id: 'zalo:42',
    full_name: people.dang,
    phone_number: '+84 (28) 3822-9999',
  });
  await make.customer({
    id: 'dao',
    full_name: people.dao.normalize('NFD'),
    email: 'vy_1@example.vn',
  });
  await make.customer({ id: 'percent', full_name: people.percent, email: 'vyx1@example.vn' });
  await make.customer({ id: 'quote', full_name: people.quote });
  await make.customer({ id: 'plain', full_name: people.plain });
  await make.consultant({
    id: 901,
    full_name: people.nguyen,
    email: 'nguyen@office.example',
    phone_number: '028.38.22',
    specialties: ['Luật sư', 'Công nghệ'],
  });
  await make.consultant({ id: 902, full_name: people.dang, specialties: ['Luat 100%'] });
  await make.appointment({
    id: 1,
    customer_id: 'nguyen',
    description: 'Đổi nghề: từ luật sang IT',
  });
  await make.appointment({ id: 2, customer_id: 'dao', consultant_id: 901 });
  await make.appointment({ id: 3, customer_id: 'quote', description: '50%_off \\ "now"' });
  await make.timeslot({ consultant_id: 901 });
  await make.program({ id: 1, name: 'Ngày hội Việc làm', organizer: 'Đoàn trường' });
  await make.program({ id: 2, name: 'Open day', description: '100%_free' });
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

async function found(field: string, search: string, as: Person = 'admin'): Promise<string[]> {
  const page = await service.ask<AnsweredPage<{ id: string }>>(
    `Query.${field}`,
    { filter: { search }, limit: 100 },
    { as, select: '{ items { id } totalCount }' },
  );
  expect(page.totalCount).toBe(page.items.length);
  return page.items.map(item => item.id).sort();
}

type Example = readonly [search: string, ids: readonly string[]];

describe('P-47: customers', () => {
  test.for<Example>([
    ['Nguyen', ['nguyen']],
    ['nguyễn', ['nguyen']],
    ['NGUYỄN', ['nguyen']],
    ['Nguyễn'.normalize('NFD'), ['nguyen']],
    ['Nguyên', ['nguyen']],
    ['đào', ['dao']],
    ['Dao', ['dao']],
    ['Đào'.normalize('NFD'), ['dao']],
    ['dang', ['zalo:42']],
    ['đang', ['zalo:42']],
    ['Ánh Nguyễn', ['nguyen']],
    ['  Ánh   Nguyễn  ', ['nguyen']],
    ['Ánh Đặng', []],
    ['guy', ['nguyen']],
    ['100%', ['percent']],
    ['100_', []],
    ['100', ['percent', 'plain']],
    ['%%%', []],
    ['___', []],
    ['%', []],
    ['_', []],
    ['vy_1', ['dao']],
    ['\\', ['quote']],
    ["O'Brien", ['quote']],
    ['"bob"', ['quote']],
    ["'; drop table customer; --", []],
    ['$1', []],
    ['0901234567', ['nguyen']],
    ['0901 234 567', ['nguyen']],
    ['0901 234', ['nguyen']],
    ['0901.234.567', ['nguyen']],
    ['09 01 23 45 67', ['nguyen']],
    ['ánh 09 01 23', ['nguyen']],
    ['90 ánh 01 23', []],
    ['(0901) 234-567', ['nguyen']],
    ['0901.234.568', []],
    ['+842838229999', ['zalo:42']],
    ['+84 28 3822 9999', ['zalo:42']],
    ['234567', ['nguyen']],
    ['842838229999', ['zalo:42']],
    ['3822-9999', ['zalo:42']],
    ['anh.nguyen@example.vn', ['nguyen']],
    ['ANH.NGUYEN', ['nguyen']],
    ['example.vn', ['dao', 'nguyen', 'percent']],
    ['zalo:42', ['zalo:42']],
    ['zalo', ['zalo:42']],
    ['42', []],
    ['le', ['percent', 'plain', 'quote']],
    ['l', ['percent', 'plain', 'quote']],
    ['e', []],
    ['ân', ['nguyen', 'zalo:42']],
    ['vy', ['dao', 'percent']],
    ['', ['dao', 'nguyen', 'percent', 'plain', 'quote', 'zalo:42']],
    ['   ', ['dao', 'nguyen', 'percent', 'plain', 'quote', 'zalo:42']],
  ])('%j finds %j', async ([search, ids]) => {
    expect(await found('customers', search)).toEqual([...ids].sort());
  });
});

describe('P-47: consultants', () => {
  test.for<Example>([
    ['nguyen', ['901']],
    ['luật', ['901', '902']],
    ['luat su', ['901']],
    ['cong nghe anh', ['901']],
    ['100%', ['902']],
    ['office.example', ['901']],
    ['0283822', ['901']],
    ['028.38', ['901']],
    ['02.83822', ['901']],
    ['902', ['902']],
    ['90', ['901', '902']],
    ['đ', ['902']],
  ])('%j finds %j', async ([search, ids]) => {
    expect(await found('consultants', search)).toEqual(ids);
  });
});

describe('P-47: appointments, by their customer, their consultant or their description', () => {
  test.for<Example>([
    ['nguyen', ['1', '2']],
    ['đổi nghề', ['1']],
    ['doi nghe', ['1']],
    // Both words must be in the same one of the three.
    ['nguyễn đổi', []],
    ['luật', ['1', '2']],
    ['50%_off', ['3']],
    ['50%', ['3']],
    ['5__', []],
    ['"now"', ['3']],
    ['0901234567', ['1']],
    ['901', ['1', '2']],
    ['dao', ['2']],
    ['zalo:42', []],
    ['it', ['1']],
  ])('%j finds %j', async ([search, ids]) => {
    expect(await found('appointments', search)).toEqual(ids);
  });
});

describe('P-47: programs', () => {
  test.for<Example>([
    ['viec lam', ['1']],
    ['đoàn', ['1']],
    ['100%_free', ['2']],
    ['100%free', []],
    ['day', ['2']],
    ['2', ['2']],
  ])('%j finds %j', async ([search, ids]) => {
    expect(await found('programs', search)).toEqual(ids);
  });
});

describe('analysts do not find what they may not see', () => {
  test.for<readonly [field: string, search: string]>([
    ['customers', 'anh.nguyen@example.vn'],
    ['customers', 'example.vn'],
    ['customers', '0901234567'],
    ['customers', '0901'],
    ['customers', '0901.234'],
    ['consultants', 'office.example'],
    ['consultants', '0283822'],
    ['appointments', '0901234567'],
    ['appointments', 'example.vn'],
    ['appointments', 'office.example'],
  ])('%s by %j', async ([field, search]) => {
    expect(await found(field, search)).not.toEqual([]);
    expect(await found(field, search, 'analyst')).toEqual([]);
  });

  test('but names, ids and specialties', async () => {
    expect(await found('customers', 'anh', 'analyst')).toEqual(['nguyen']);
    expect(await found('customers', 'zalo:42', 'analyst')).toEqual(['zalo:42']);
    expect(await found('consultants', 'luat su', 'analyst')).toEqual(['901']);
    expect(await found('appointments', 'nguyen', 'analyst')).toEqual(['1', '2']);
  });
});

test('a specialty without words is none', async () => {
  for (const list of ['appointments', 'consultants', 'timeslots']) {
    const total = async (specialty: string | null) =>
      (
        await service.ask<AnsweredPage<unknown>>(
          `Query.${list}`,
          { filter: { specialty } },
          { select: '{ totalCount }' },
        )
      ).totalCount;
    const all = await total(null);
    expect(all).toBeGreaterThan(0);
    for (const specialty of ['', '  ', '\u00a0', '\u0301'])
      expect(await total(specialty)).toBe(all);
  }
});

test('another specialty is another specialty, whatever its accents', async () => {
  const ask = async (specialty: string) =>
    (
      await service.ask<AnsweredPage<{ id: string }>>('Query.consultants', {
        filter: { specialty },
      })
    ).items.map(item => item.id);
  expect(await ask('luật sư')).toEqual(['901']);
  expect(await ask('LUAT SU')).toEqual(['901']);
  expect(await ask('luật')).toEqual([]);
  expect(await ask('%')).toEqual([]);
});
