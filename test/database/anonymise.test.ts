import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fold } from '../../services/shared/search.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { meanwhile, untilWaiting } from '../support/interleaving.ts';
import { rollupNames, storedAndCounted } from '../support/rollup-checks.ts';
import { startService, statementsOf, type Service } from '../support/service.ts';
import { expectSound } from '../support/soundness.ts';

const ID = 'zalo-77';
const OTHER = 'zalo-78';
const NOW = '2025-03-05T12:00:00+07:00';

/** What is known and said of somebody. */
const truc = {
  formerName: 'Trúc trước khi cưới',
  formerEmail: 'cu@khach.vn',
  fullName: 'Nguyễn Thị Thanh Trúc',
  email: 'Truc.Nguyen@khach.vn',
  phoneNumber: '0987 111 222',
  dateOfBirth: '1993-07-19',
  notes: 'Dị ứng hải sản',
  description: 'Muốn nghỉ việc ở công ty cũ',
  meetingUrl: 'https://meet.example.vn/truc',
  specialty: 'Nghề của mẹ chị Trúc',
  cancelReason: 'Con chị Trúc ốm',
  comment: 'Anh Bình rất tận tâm',
  assignmentReason: 'Chị Trúc quen anh Bình',
  explanation: 'Trúc: một lịch trong tuần',
};
type Story = typeof truc;
const vinh: Story = {
  formerName: 'Vinh hồi nhỏ',
  formerEmail: 'vinh@truong.vn',
  fullName: 'Đỗ Quang Vinh',
  email: 'vinh.do@khach.vn',
  phoneNumber: '0911 333 444',
  dateOfBirth: '1988-02-29',
  notes: 'Ít nói',
  description: 'Tìm việc gần nhà',
  meetingUrl: 'https://meet.example.vn/vinh',
  specialty: 'Thủ công mỹ nghệ',
  cancelReason: 'Anh Vinh đi công tác',
  comment: 'Hơi nhanh',
  assignmentReason: 'Anh Vinh chọn',
  explanation: 'Vinh: không ai khác rảnh',
};

/** Where each text stands, the changes of it included. */
const places: Readonly<Record<keyof Story, readonly string[]>> = {
  formerName: ['audit_event'],
  formerEmail: ['audit_event'],
  fullName: ['audit_event', 'customer'],
  email: ['audit_event', 'customer'],
  phoneNumber: ['audit_event', 'customer'],
  dateOfBirth: ['audit_event', 'customer'],
  notes: ['audit_event', 'customer'],
  description: ['appointment', 'audit_event'],
  meetingUrl: ['appointment', 'audit_event'],
  specialty: ['appointment', 'audit_event', 'specialty_day_rollup'],
  cancelReason: ['appointment', 'audit_event'],
  comment: ['audit_event', 'feedback'],
  assignmentReason: ['assignment'],
  explanation: ['assignment'],
};
const texts = Object.keys(places) as (keyof Story)[];

let db: TestDatabase;
let service: Service;
let make: Given;
let consultant: number;

beforeEach(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  service.at(NOW);
  make = given(db.owner);
  consultant = (await make.consultant({ specialties: ['Tài chính'] })).id;
  await tell(ID, truc, '09:00:00');
  await tell(OTHER, vinh, '13:00:00');
});
afterEach(async () => {
  await service.close();
  await db.drop();
});

/** Lets somebody live through everything. */
async function tell(id: string, story: Story, start_time: string): Promise<void> {
  const { formerName, formerEmail, phoneNumber, dateOfBirth, notes, fullName, email } = story;
  await service.ask('Mutation.createCustomer', {
    input: { id, fullName: formerName, email: formerEmail, phoneNumber },
    clientToken: `form of ${id}`,
  });
  await service.ask('Mutation.updateCustomer', {
    id,
    input: { fullName, email, dateOfBirth, notes },
  });
  const asked = {
    customer_id: id,
    start_time,
    consultant_id: consultant,
    description: story.description,
    meeting_url: story.meetingUrl,
    required_specialty: story.specialty,
  };
  const took = await make.appointment({ ...asked, date: '2025-03-03' });
  await make.assignment({
    appointment_id: took.id,
    to_consultant_id: consultant,
    reason: story.assignmentReason,
    explanation: story.explanation,
  });
  const off = await make.appointment({ ...asked, date: '2025-03-07' });
  await service.ask('Mutation.confirmAppointment', { id: String(took.id) });
  await service.ask('Mutation.completeAppointment', { id: String(took.id), outcome: 'ATTENDED' });
  const reason = story.cancelReason;
  await service.ask('Mutation.cancelAppointment', { id: String(off.id), reason });
  await make.feedback({ appointment_id: took.id, rating: 3.5, comment: story.comment });
  await make.participant({ customer_id: id });
}

function anonymise(about: object = {}) {
  return service.ask<{ readonly version: number }>(
    'Mutation.anonymiseCustomer',
    { id: ID, confirm: true, ...about },
    { select: 0 },
  );
}

/** Every row of every table, whatever its columns are. */
async function everything(): Promise<Map<string, string[]>> {
  const { rows } = await db.owner.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm')
        and relname <> 'archive_mark' order by relname`,
  );
  const found = new Map<string, string[]>();
  for (const { name } of rows) {
    const lines = await db.owner.query<{ text: string }>(
      `select to_jsonb(r)::text as text from ${name} r order by 1`,
    );
    found.set(
      name,
      lines.rows.map(({ text }) => text),
    );
  }
  return found;
}

/** The tables in which a text stands, as it was written, as searches know it, or as digits. */
function tablesWith(text: string, all: ReadonlyMap<string, readonly string[]>): string[] {
  const digits = text.replace(/\D/g, '');
  const forms = [text, fold(text), ...(digits.length > 6 ? [digits] : [])];
  return [...all]
    .filter(([, lines]) => lines.some(line => forms.some(form => line.includes(form))))
    .map(([table]) => table);
}

async function eventsOf(customer: string) {
  const { rows } = await db.owner.query<{
    entity: string;
    action: string;
    actor: string;
    told: boolean;
  }>(
    `select e.entity, e.action, e.actor, num_nonnulls(e.before, e.after, e.reason) > 0 as told
       from audit_event e
      where e.entity_id = $1 or e.entity_id like '%/' || $1
         or (e.entity in ('appointment', 'feedback')
             and e.entity_id in (select id::text from appointment where customer_id = $1))
      order by e.id`,
    [customer],
  );
  return rows;
}

describe('when a customer is anonymised', () => {
  test('nothing that was known or said stands in any column of any table', async () => {
    const before = await everything();
    for (const text of texts) {
      expect(tablesWith(truc[text], before), text).toEqual(places[text]);
    }
    await anonymise();
    const after = await everything();
    for (const text of texts) expect(tablesWith(truc[text], after), text).toEqual([]);
  });

  test('nobody else loses anything', async () => {
    const ofOthers = async () =>
      [...(await everything())].flatMap(([table, lines]) =>
        lines.filter(
          line =>
            Object.values(vinh).some(text => line.includes(text)) && !table.endsWith('rollup'),
        ),
      );
    const before = await ofOthers();
    const events = await eventsOf(OTHER);
    expect(before.length).toBeGreaterThan(10);
    await anonymise();
    expect(await ofOthers()).toEqual(before);
    expect(await eventsOf(OTHER)).toEqual(events);
    for (const text of texts) {
      expect(tablesWith(vinh[text], await everything()), text).toEqual(places[text]);
    }
  });

  test('ids, times, states and ratings stay', async () => {
    const kept = async () =>
      (
        await db.owner.query<{ row: object }>(
          `select to_jsonb(a) - '{description,meeting_url,required_specialty,cancel_reason,version,updated_at,
                                  search_description,folded_specialty}'::text[] as row from appointment a
            union all
           select to_jsonb(f) - '{comment,version,updated_at}'::text[] from feedback f
            union all
           select to_jsonb(s) - '{reason,explanation}'::text[] from assignment s
            union all
           select to_jsonb(p) from program_participant p
            union all
           select jsonb_build_array(c.id, c.created_at) from customer c order by 1`,
        )
      ).rows;
    const before = await kept();
    await anonymise();
    expect(await kept()).toEqual(before);
  });

  test('totals are still exact, and every invariant holds', async () => {
    await anonymise();
    await service.ask('Mutation.enableCustomer', { id: ID });
    await expectSound(db, { at: NOW });
    for (const name of rollupNames) {
      const { stored, counted } = await storedAndCounted(db.owner, name);
      expect(stored, name).toEqual(counted);
    }
  });

  test('it is recorded who did it, and not what there was', async () => {
    const before = await eventsOf(ID);
    expect(before.map(({ told }) => told)).not.toContain(false);
    await anonymise();
    const after = await eventsOf(ID);
    expect(after.slice(0, before.length)).toEqual(before.map(each => ({ ...each, told: false })));
    const added = after.slice(before.length);
    expect(added.map(({ entity }) => entity).sort()).toEqual([
      'appointment',
      'appointment',
      'customer',
      'feedback',
    ]);
    for (const event of added) {
      expect(event).toMatchObject({
        action: 'anonymiseCustomer',
        actor: 'sub-of-admin',
        told: false,
      });
    }
  });

  test('doing it again changes nothing', async () => {
    const first = await anonymise({ expectedVersion: 2 });
    const before = await everything();
    expect(await anonymise()).toEqual(first);
    // The version is one that the caller knew before; the answer to the first request was not heard.
    expect(await anonymise({ expectedVersion: 2 })).toEqual(first);
    expect(await everything()).toEqual(before);
  });

  test('what comes in afterwards goes the next time', async () => {
    await anonymise();
    await service.ask('Mutation.enableCustomer', { id: ID });
    await service.ask('Mutation.updateCustomer', { id: ID, input: { notes: truc.notes } });
    await anonymise();
    expect(tablesWith(truc.notes, await everything())).toEqual([]);
  });

  test('a specialty stays when a consultant has it or somebody else asked for it', async () => {
    const common = ['TAI CHINH', 'thu cong my nghe', 'Chỉ mình Trúc'];
    const made = await make.appointments(common.length, index => ({
      customer_id: ID,
      date: `2025-02-0${index + 1}`,
      required_specialty: common[index] ?? null,
    }));
    await anonymise();
    const { rows } = await db.owner.query<{ required_specialty: string | null }>(
      `select required_specialty from appointment where id = any($1) order by id`,
      [made.map(({ id }) => id)],
    );
    expect(rows.map(row => row.required_specialty)).toEqual([...common.slice(0, 2), null]);
  });
});

describe('a customer with appointments ahead', () => {
  const refusal = { type: 'Conflict', info: { reason: 'HAS_FUTURE_APPOINTMENTS', count: 1 } };

  test('is not anonymised', async () => {
    const { id } = await make.appointment({
      customer_id: ID,
      date: '2025-03-05',
      start_time: '12:00:01',
    });
    const before = await everything();
    await expect(anonymise()).rejects.toMatchObject({
      ...refusal,
      info: { ...refusal.info, ids: [String(id)] },
    });
    expect(await everything()).toEqual(before);
  });

  test('nor is one who was disabled under older rules', async () => {
    await make.appointment({ customer_id: ID, date: '2025-03-08' });
    await db.owner.query(`begin; set local meetassist.importing = 'on';
      update customer set is_disabled = true where id = '${ID}'; commit`);
    await expect(anonymise()).rejects.toMatchObject(refusal);
  });

  test('nor when the booking is still on its way', async () => {
    await meanwhile(db, 'api', async bot => {
      await bot.query(
        `insert into appointment (customer_id, date, start_time) values ($1, '2999-01-01', '09:00')`,
        [ID],
      );
      const anonymising = anonymise().catch((error: unknown) => error);
      await untilWaiting(db);
      await bot.query('commit');
      expect(await anonymising).toMatchObject(refusal);
    });
  });
});

test('nobody waits in a circle with it: appointments are taken before their customer', async () => {
  const { id } = await make.appointment({ customer_id: ID, date: '2025-02-09' });
  const { names } = await statementsOf(() =>
    meanwhile(db, 'api', async bot => {
      await bot.query('select from appointment where id = $1 for no key update', [id]);
      const anonymising = anonymise();
      await untilWaiting(db);
      await bot.query('select from customer where id = $1 for no key update', [ID]);
      await bot.query('commit');
      await anonymising;
    }),
  );
  // A deadlock would have it tried again.
  expect(names.filter(name => name === 'customer.anonymise')).toHaveLength(1);
});

describe('words that are on their way when it begins go as well', () => {
  test.for([
    [
      'of an appointment that is entered late',
      `insert into appointment (customer_id, date, start_time, description)
       values ('${ID}', '2025-02-09', '09:00', 'Trúc viết vội')`,
    ],
    [
      'of an appointment that is changed',
      `update appointment set description = 'Trúc viết vội' where customer_id = '${ID}'`,
    ],
    [
      'of feedback',
      `insert into feedback (appointment_id, rating, comment)
       select id, 5, 'Trúc viết vội' from appointment where customer_id = '${ID}' and date = '2025-02-10'`,
    ],
  ] as const)('%s', async ([, statement]) => {
    await make.appointment({
      customer_id: ID,
      consultant_id: consultant,
      date: '2025-02-10',
      status: 'COMPLETED',
    });
    await meanwhile(db, 'api', async bot => {
      await bot.query(`select set_config('meetassist.now', '${NOW}', true)`);
      expect((await bot.query(statement)).rowCount).toBeGreaterThan(0);
      const anonymising = anonymise();
      await untilWaiting(db);
      await bot.query('commit');
      await anonymising;
    });
    expect(tablesWith('Trúc viết vội', await everything())).toEqual([]);
  });
});
