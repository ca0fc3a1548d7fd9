import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
  const make = given(db.owner);
  const { appointment_id } = await make.feedback();
  await make.timeslot();
  await make.participant();
  await make.assignment({ appointment_id });
  await db.owner.query(
    `insert into audit_event (actor, action, entity, entity_id) values ('a', 'created', 'customer', 'c')`,
  );
});
afterAll(() => db.drop());

const rollups = [
  'day_rollup',
  'consultant_day_rollup',
  'specialty_day_rollup',
  'creation_rollup',
  'customer_rollup',
  'consultant_rating_rollup',
  'program_rollup',
] as const;
const data = [
  'customer',
  'consultant',
  'timeslot',
  'appointment',
  'feedback',
  'program',
  'program_participant',
] as const;
const records = ['assignment', 'audit_event'] as const;
const settings = ['office', 'schema_migration'] as const;
const tokens = ['client_token'] as const;
const ownOfArchive = ['archive_mark', 'archive_state'] as const;
const loaded = ['unloaded_partition', 'loaded_days'] as const;
const jobs = ['archive_job'] as const;
const tables = [
  ...rollups,
  ...data,
  ...records,
  ...settings,
  ...tokens,
  ...ownOfArchive,
  ...loaded,
  ...jobs,
];

const DENIED = '42501';

async function codeOf(role: 'api' | 'archive', statement: string): Promise<string | undefined> {
  const client = await db[role].connect();
  try {
    await client.query('begin');
    await client.query(statement);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

test('the tables of this test are all there are', async () => {
  const { rows } = await db.owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual([...tables].sort());
});

describe('P-24: what a role holds, from the catalog', () => {
  test.for(['api', 'archive'] as const)('%s owns nothing and is nothing special', async role => {
    const { user } = db.connection(role);
    const { rows } = await db.owner.query(
      `select (select count(*) from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o')::int as owned,
              (select count(*) from pg_auth_members m where m.member = r.oid)::int as memberships,
              r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolbypassrls, r.rolreplication,
              has_schema_privilege(r.oid, 'public', 'create') as creates,
              has_database_privilege(r.oid, $2, 'create') as creates_schemas,
              has_database_privilege(r.oid, $2, 'temporary') as creates_temporary
         from pg_roles r where r.rolname = $1`,
      // Clones do not inherit what the database as a whole allows, so the template is looked at.
      [user, inject('postgres').template],
    );
    expect(rows).toEqual([
      {
        owned: 0,
        memberships: 0,
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolbypassrls: false,
        rolreplication: false,
        creates: false,
        creates_schemas: false,
        creates_temporary: false,
      },
    ]);
  });

  test('privileges on tables are these and no others', async () => {
    const privileges = [
      'select',
      'insert',
      'update',
      'delete',
      'truncate',
      'references',
      'trigger',
    ];
    const held = async (role: 'api' | 'archive', table: string) => {
      const { rows } = await db.owner.query<{ privilege: string }>(
        `select privilege from unnest($3::text[]) as privilege
          where has_table_privilege($1, $2::regclass, privilege) or (
            privilege in ('select', 'insert', 'update', 'references') and has_any_column_privilege($1, $2::regclass, privilege))`,
        [db.connection(role).user, table, privileges],
      );
      return rows.map(({ privilege }) => privilege);
    };
    for (const table of tables) {
      expect(await held('archive', table), `archive on ${table}`).toEqual(['select']);
      const expected =
        table === 'timeslot'
          ? ['select', 'insert', 'update', 'delete']
          : data.some(one => one === table)
            ? ['select', 'insert', 'update']
            : [...records, ...tokens, ...jobs].some(one => one === table)
              ? ['select', 'insert']
              : ownOfArchive.some(one => one === table)
                ? []
                : ['select'];
      expect(await held('api', table), `api on ${table}`).toEqual(expected);
    }
  });
});

describe('P-24: what runs in the name of the owner', () => {
  test('is triggers, and a few functions for the API or the archive', async () => {
    const { rows } = await db.owner.query(
      `select p.proname as name, has_function_privilege($1, p.oid, 'execute') as api,
              has_function_privilege($2, p.oid, 'execute') as archive,
              exists (select from aclexplode(p.proacl) x where x.grantee = 0) as everybody
         from pg_proc p
        where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
        order by name, api desc`,
      [db.connection('api').user, db.connection('archive').user],
    );
    expect(rows).toEqual([
      { name: 'announce_archive_run', api: false, archive: true, everybody: false },
      { name: 'anonymise_customer', api: true, archive: false, everybody: false },
      { name: 'begin_job', api: false, archive: true, everybody: false },
      { name: 'end_interrupted_jobs', api: true, archive: false, everybody: false },
      { name: 'end_interrupted_jobs', api: false, archive: true, everybody: false },
      { name: 'finish_job', api: false, archive: true, everybody: false },
      { name: 'forget_archive_marks', api: false, archive: true, everybody: false },
    ]);
  });

  test.for([
    `update audit_event set before = null`,
    `update audit_event set reason = null`,
    `update assignment set explanation = null`,
  ])('the API cannot do what it does: %s', async statement => {
    expect(await codeOf('api', `set local meetassist.anonymising = 'on'; ${statement}`)).toBe(
      DENIED,
    );
  });

  test('the archive cannot call it', async () => {
    expect(await codeOf('archive', `select anonymise_customer('nobody', null)`)).toBe(DENIED);
  });

  test.for([
    `update audit_event set actor = 'b', before = null`,
    `update audit_event set at = at - interval '1 day'`,
    `update audit_event set after = '{}'`,
    `update audit_event set actor_name = null`,
    `update assignment set reason = 'another'`,
    `update assignment set from_consultant_id = to_consultant_id, to_consultant_id = null`,
    'delete from audit_event',
    'delete from assignment',
  ])('even then nothing but texts becomes blank: %s', async statement => {
    const client = await db.owner.connect();
    try {
      await client.query(`begin; set local meetassist.anonymising = 'on'`);
      await client.query(`insert into audit_event (actor, actor_name, action, entity, entity_id, before)
        values ('a', 'n', 'changed', 'customer', 'c', '{}')`);
      await expect(client.query(statement)).rejects.toMatchObject({
        constraint: expect.stringMatching(/_only_grows$/),
      });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  test('once it has run, the owner cannot blank anything either', async () => {
    const client = await db.owner.connect();
    try {
      await client.query('begin');
      await client.query(
        `select anonymise_customer(id, null) from customer where id not in (
           select customer_id from appointment where status = 'PENDING') limit 1`,
      );
      await expect(client.query(`update audit_event set reason = null`)).rejects.toMatchObject({
        constraint: 'audit_event_only_grows',
      });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

describe('P-24: what a role is refused when it tries', () => {
  test.for([
    'create table mine (id int)',
    'create schema mine',
    'create function mine() returns int language sql return 1',
    'create view mine as select 1 as one',
    'create index on customer (notes)',
    'alter table customer add column extra int',
    'alter table appointment disable trigger all',
    'alter table appointment drop constraint appointment_no_overlap',
    'drop table audit_event',
    'drop trigger audit_event_only_grows on audit_event',
    'truncate audit_event',
    'alter function office_now() owner to current_user',
    'create role mine',
    `alter role meetassist_owner password 'x'`,
    'set role meetassist_owner',
    'set session authorization meetassist_owner',
    `copy customer to program 'true'`,
    `select pg_read_file('postgresql.conf')`,
  ])('both: %s', async statement => {
    expect(await codeOf('api', statement)).toBe(DENIED);
    expect(await codeOf('archive', statement)).toBe(DENIED);
  });

  test.for([
    ...tables.filter(table => table !== 'timeslot').map(table => `delete from ${table}`),
    `update audit_event set actor = 'b'`,
    `update assignment set actor = 'b'`,
    `update office set zone = 'UTC'`,
    `update schema_migration set checksum = ''`,
    ...rollups.map(table => `insert into ${table} select * from ${table}`),
    'update day_rollup set pending = 7',
    'update program_rollup set registered = 7',
    'select from archive_mark',
    'select from archive_state',
    `insert into archive_mark (table_name, partition) values ('program', 'all')`,
    `update archive_state set last_run_id = 'x'`,
    'delete from unloaded_partition',
    `insert into unloaded_partition (table_name, date) values ('timeslot', '2025-03-06')`,
    `insert into loaded_days (from_date, to_date) values ('2025-03-06', '2025-03-07')`,
    `select forget_archive_marks(pg_current_snapshot(), 'x')`,
    'select guard_unloaded_days()',
    `insert into archive_job (kind, status, input, actor, actor_name, trigger) values ('RUN', 'RUNNING', '{}', 'a', 'n', 'ADMIN')`,
    `update archive_job set status = 'SUCCEEDED'`,
    `select begin_job(gen_random_uuid(), now())`,
    `select finish_job(gen_random_uuid(), 'SUCCEEDED', null, null, now())`,
  ])('the API: %s', async statement => {
    expect(await codeOf('api', statement)).toBe(DENIED);
  });

  test.for([
    ...data.map(table => `delete from ${table}`),
    ...data.map(table => `update ${table} set version = 7`),
    `insert into customer (full_name) values ('x')`,
    `insert into audit_event (actor, action, entity, entity_id) values ('a', 'b', 'c', 'd')`,
    'select from customer for update',
    'select from customer for share',
    `select nextval(pg_get_serial_sequence('appointment', 'id'))`,
    `select setval(pg_get_serial_sequence('appointment', 'id'), 7)`,
    'delete from archive_mark',
    `insert into archive_mark (table_name, partition) values ('program', 'all')`,
    `update archive_state set last_run_id = 'x'`,
    'delete from unloaded_partition',
    `insert into loaded_days (from_date, to_date) values ('2025-03-06', '2025-03-07')`,
    'select guard_unloaded_days()',
    `insert into archive_job (kind, input, actor, actor_name, trigger) values ('RUN', '{}', 'a', 'n', 'ADMIN')`,
    `update archive_job set status = 'SUCCEEDED'`,
    `select end_interrupted_jobs('0')`,
  ])('the archive: %s', async statement => {
    expect(await codeOf('archive', statement)).toBe(DENIED);
  });
});

describe('what the roles may do, they can', () => {
  test.for([
    `insert into customer (full_name) values ('x')`,
    `update customer set notes = 'x'`,
    `insert into appointment (customer_id, date, start_time) select id, '2999-01-01', '09:00' from customer limit 1`,
    'delete from timeslot',
    `insert into audit_event (actor, action, entity, entity_id) values ('a', 'b', 'c', 'd')`,
    'select from consultant for share',
    `update feedback set rating = 3`,
  ])('the API: %s', async statement => {
    expect(await codeOf('api', statement)).toBeUndefined();
  });

  test('the archive reads every table', async () => {
    for (const table of tables) {
      expect(await codeOf('archive', `select * from ${table}`), table).toBeUndefined();
    }
  });
});

test('only the owner can say that files are being imported', async () => {
  const importing = async (role: 'owner' | 'api' | 'archive') => {
    const client = await db[role].connect();
    try {
      await client.query(`set meetassist.importing = 'on'`);
      return (await client.query<{ on: boolean }>('select is_importing() as on')).rows[0]?.on;
    } finally {
      await client.query('reset meetassist.importing');
      client.release();
    }
  };
  expect(await importing('owner')).toBe(true);
  expect(await importing('api')).toBe(false);
  expect(await importing('archive')).toBe(false);
});
