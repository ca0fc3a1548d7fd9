import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AuditEvent } from '../../generated/graphql.ts';
import { languages } from '../../services/audit/summary.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { allOf } from '../support/audit-events.ts';
import { given } from '../support/given.ts';
import { chance } from '../support/random.ts';
import {
  people,
  startService,
  statementsOf,
  walk,
  type AnsweredPage,
  type Service,
} from '../support/service.ts';

let db: TestDatabase;
let service: Service;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
});
afterAll(async () => {
  await service?.close();
  await db?.drop();
});

async function summariesOf(events: readonly AuditEvent[], locale: string): Promise<string[]> {
  return service.askEach<string>(
    'AuditEvent.summary',
    events.map(({ id }) => id),
    { locale },
  );
}

describe('what was done to an appointment', () => {
  let id: number;
  beforeAll(async () => {
    const make = given(db.owner);
    const { id: consultant_id } = await make.consultant({ full_name: 'Lê Thị Hồng' });
    ({ id } = await make.appointment({ consultant_id, date: '2025-03-06' }));
    service.at('2025-03-05T12:00:00+07:00');
    await service.ask('Mutation.confirmAppointment', { id: String(id) }, { as: 'scheduler' });
    await db.api.query(
      `update appointment set date = '2025-03-07', consultant_id = null, status = 'PENDING' where id = $1`,
      [id],
    );
    service.at('2025-03-05T12:00:01.500+07:00');
    await service.ask('Mutation.cancelAppointment', { id: String(id), reason: 'ill' });
  });

  const events = async () =>
    (
      await service.ask<AnsweredPage<AuditEvent>>('Query.auditEvents', {
        filter: { entity: 'APPOINTMENT', entityId: String(id) },
      })
    ).items;

  test('P-22: names the subject of the token, or the role that went past the API', async () => {
    const mine = await events();
    expect(mine.map(({ actor, actorName, action }) => [action, actor, actorName])).toEqual(
      expect.arrayContaining([
        ['cancelAppointment', people.admin.sub, 'admin'],
        ['confirmAppointment', people.scheduler.sub, 'scheduler'],
        ['update', `database:${db.connection('api').user}`, null],
        ['insert', `database:${db.connection('owner').user}`, null],
      ]),
    );
    expect(mine).toHaveLength(4);
  });

  test('is told in sentences, each with the time that the meeting had then', async () => {
    const mine = [...(await events())].sort((one, other) => Number(one.id) - Number(other.id));
    const role = (name: 'api' | 'owner') => db.connection(name).user;
    expect(await summariesOf(mine, 'EN')).toEqual([
      expect.stringMatching(
        new RegExp(
          `^the database role ${role('owner')} created appointment ${id} \\(06/03/2025 09:00\\): customer: \\S+; consultant: \\d+ \\(Lê Thị Hồng\\); status: pending$`,
        ),
      ),
      `scheduler confirmed appointment ${id} (06/03/2025 09:00)`,
      expect.stringMatching(
        new RegExp(
          `^the database role ${role('api')} changed appointment ${id}: time: 06/03/2025 09:00 → 07/03/2025 09:00; status: confirmed → pending; consultant: \\d+ \\(Lê Thị Hồng\\) → none$`,
        ),
      ),
      `admin cancelled appointment ${id} (07/03/2025 09:00) (reason: ill)`,
    ]);
    expect((await summariesOf(mine, 'VI'))[3]).toBe(
      `admin đã hủy lịch hẹn ${id} (07/03/2025 09:00) (lý do: ill)`,
    );
  });

  test('is one statement for a page, one for its total, and one for all summaries', async () => {
    const page = await statementsOf(events);
    expect(page.names).toEqual(['audit.page', 'audit.page.total']);
    const { names } = await statementsOf(() => summariesOf([...page.value, ...page.value], 'EN'));
    expect(names).toEqual(['audit.recorded']);
  });
});

test('a slot that is gone is still told with its time', async () => {
  const slot = await given(db.owner).timeslot({ date: '2025-03-08' });
  await db.api.query('delete from timeslot where id = $1', [slot.id]);
  const { items } = await service.ask<AnsweredPage<AuditEvent>>('Query.auditEvents', {
    filter: { entity: 'TIMESLOT', entityId: String(slot.id) },
  });
  const sentences = await summariesOf(items, 'EN');
  expect(sentences).toHaveLength(2);
  for (const sentence of sentences) {
    expect(sentence).toContain(`timeslot ${slot.id} (08/03/2025 09:00)`);
  }
});

test('an event of every table has a sentence that names the thing', async () => {
  const make = given(db.owner);
  const customer = await make.customer({ id: 'zalo-7', full_name: 'Vũ Hà' });
  const program = await make.program({ name: 'Ngày hội' });
  await make.participant({ program_id: program.id, customer_id: customer.id });
  const { appointment_id } = await make.feedback();
  await db.owner.query('update feedback set rating = 3 where appointment_id = $1', [
    appointment_id,
  ]);
  const sentence = async (entity: string, entityId: string) => {
    const { items } = await service.ask<AnsweredPage<AuditEvent>>('Query.auditEvents', {
      filter: { entity, entityId },
    });
    return (await summariesOf(items, 'EN'))[0];
  };
  expect(await sentence('CUSTOMER', 'zalo-7')).toContain('customer zalo-7 (Vũ Hà)');
  expect(await sentence('PROGRAM', String(program.id))).toContain(`(Ngày hội)`);
  expect(await sentence('PROGRAM_PARTICIPANT', `${program.id}/zalo-7`)).toContain(
    `participant zalo-7 (Vũ Hà) of program ${program.id} (Ngày hội)`,
  );
  expect(await sentence('FEEDBACK', String(appointment_id))).toContain(
    `changed the feedback on appointment ${appointment_id} (05/03/2025 09:00): rating: 4 → 3`,
  );
});

describe('P-44: a list of events', () => {
  const actors = ['sub-1', 'sub-2'];
  const actions = ['confirmAppointment', 'updateProgram'];
  const tables = ['appointment', 'program', 'customer'];

  beforeAll(async () => {
    const luck = chance(3);
    for (let i = 0; i < 120; i++) {
      // Several at the same instant, and some around the office's midnight.
      const at = luck.of([
        '2025-02-28T16:59:59.999999Z',
        '2025-02-28T17:00:00Z',
        '2025-03-01T16:59:59.999Z',
        '2025-03-01T17:00:00Z',
        '2025-03-02T01:00:00Z',
      ]);
      await db.owner.query(
        `insert into audit_event (at, actor, action, entity, entity_id, after) values ($1, $2, $3, $4, $5, '{}')`,
        [at, luck.of(actors), luck.of(actions), luck.of(tables), String(luck.between(1, 3))],
      );
    }
  });

  test('has all that its filter admits, newest first, and each of them once', async () => {
    const all = await allOf(db.owner);
    const luck = chance(4);
    for (let i = 0; i < 60; i++) {
      const filter = {
        ...(luck.likely(50) && { entity: luck.of(tables).toUpperCase() }),
        ...(luck.likely(40) && { entityId: String(luck.between(1, 3)) }),
        ...(luck.likely(40) && { actor: luck.of(actors) }),
        ...(luck.likely(40) && { action: luck.of(actions) }),
        ...(luck.likely(40) && { from: luck.of(['2025-03-01', '2025-03-02']) }),
        ...(luck.likely(40) && { to: luck.of(['2025-03-02', '2025-03-03']) }),
      };
      const expected = all.filter(
        event =>
          (!('entity' in filter) || event.entity === filter.entity) &&
          (!('entityId' in filter) || event.entityId === filter.entityId) &&
          (!('actor' in filter) || event.actor === filter.actor) &&
          (!('action' in filter) || event.action === filter.action) &&
          (!('from' in filter) || event.date >= String(filter.from)) &&
          (!('to' in filter) || event.date <= String(filter.to)),
      );
      const items = await walk<AuditEvent>(service, 'Query.auditEvents', { filter, limit: 7 });
      expect(items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      const { totalCount } = await service.ask<AnsweredPage<AuditEvent>>('Query.auditEvents', {
        filter,
      });
      expect(totalCount).toBe(expected.length);
    }
  });

  test('goes on only under its own filter', async () => {
    const { nextToken } = await service.ask<AnsweredPage<AuditEvent>>('Query.auditEvents', {
      limit: 1,
    });
    const other = { filter: { action: 'updateProgram' }, nextToken };
    await expect(service.ask('Query.auditEvents', other)).rejects.toMatchObject({
      info: { reason: 'TOKEN_MISMATCH' },
    });
  });
});

test('every column that an event can tell has a name in both languages, or is left out on purpose', async () => {
  const { rows } = await db.owner.query<{ column: string }>(`
    select distinct a.attname as column
      from pg_trigger t join pg_attribute a on a.attrelid = t.tgrelid
     where t.tgfoid = 'record_change'::regproc and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`);
  const told = rows.map(({ column }) => column);
  const silent = ['id', 'appointment_id', 'program_id', 'version', 'date', 'start_time'];
  // What only the original's files are written from.
  silent.push('specialties_text', 'open_when_booked');
  for (const { columns } of Object.values(languages)) {
    const named = Object.keys(columns).filter(column => column !== 'period');
    expect(named.sort()).toEqual(
      told.filter(column => !silent.includes(column) && !/_at$/.test(column)).sort(),
    );
  }
});
