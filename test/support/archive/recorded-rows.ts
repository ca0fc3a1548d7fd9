import { type TestDatabase } from '../database.ts';

/** Texts that get lost or changed where somebody is careless. */
const texts = [
  '',
  ' ',
  'NULL',
  '\\N',
  '\\.',
  '"',
  '""',
  'a,b;c\td',
  'one\ntwo',
  'one\r\ntwo\r',
  '\ufeffwith a mark',
  '=1+1',
  '0912345678',
  'Nguyễn Thị Đào — “ngoặc”',
  '👩‍🏫 𠮷野家',
  'it\'s {a,"b"} \\ $$',
];

/**
 * Fills a database with the same odd rows whenever it is called: one customer for each text, gaps in ids, NULL beside
 * the empty text, microseconds, arrays and JSON with what must be quoted. Nothing is recorded or stamped.
 */
export async function fillWithRecordedRows(db: TestDatabase): Promise<void> {
  const client = await db.owner.connect();
  try {
    await client.query(`begin; set local meetassist.restoring = 'on'; set local timezone = 'UTC'`);
    await client.query(
      `insert into customer (id, full_name, email, phone_number, date_of_birth, notes, is_disabled, created_at, updated_at, version)
       select 'k-' || n, 'Khách ' || n, case when n % 2 = 0 then '' end, '0' || n, date '1990-01-31' + n::integer, t, n % 3 = 0,
              timestamptz '2025-01-02 03:04:05.000006Z' + n * interval '1 microsecond',
              case when n % 2 = 1 then timestamptz '2025-06-30 16:59:59.9Z' end, n
         from unnest($1::text[]) with ordinality u (t, n)`,
      [texts],
    );
    await client.query(`
      insert into consultant (id, full_name, specialties, qualifications, created_at) values
        (3, 'Ân', '{}', null, '2025-01-01Z'), (30, 'An', array['NULL', 'a "b"', 'c,d', '\\x', 'Đào tạo'], '', '2025-01-01Z');
      insert into timeslot (id, consultant_id, date, start_time, end_time, created_at) values
        (7, 3, '2025-03-05', '08:00', '08:05', '2025-01-01Z'), (5, 30, '2025-03-06', '23:00', '23:59:59.999999', '2025-01-01Z');
      insert into appointment (id, consultant_id, customer_id, date, start_time, status, description, created_at, completed_at) values
        (1000000, 3, 'k-1', '2025-03-05', '09:00', 'COMPLETED', '', '2025-01-01Z', '2025-03-05 03:00Z'),
        (9, null, 'k-10', '2025-03-05', '09:00', 'PENDING', null, '2025-01-01Z', null),
        (10, 30, 'k-2', '2024-02-29', '00:00', 'PENDING', 'x', '2025-01-01Z', null);
      insert into feedback (appointment_id, rating, comment, created_at) values (1000000, 4.50, '', '2025-03-06Z');
      insert into program (id, name, date, content, created_at) values (2, 'Ngày hội', '2025-03-05', E'a\\r\\nb', '2025-01-01Z');
      insert into program_participant (program_id, customer_id, registered_at, created_at)
        select 2, id, created_at, created_at from customer;
      insert into assignment (id, appointment_id, to_consultant_id, strategy, actor, at) values
        (4, 1000000, 3, 'MANUAL', 'an admin', '2025-03-04 16:59:59.999999Z'), (8, 10, 30, 'MANUAL', 'an admin', '2025-03-04 17:00Z');
      insert into audit_event (id, at, actor, action, entity, entity_id, after) values
        (6, '2025-03-04 17:00Z', 'an admin', 'create', 'customer', 'k-1', '{"b": 1.50, "a": "\\u0111, \\"x\\"", "c": null}');
      commit`);
  } finally {
    await client.query('rollback');
    client.release();
  }
}
