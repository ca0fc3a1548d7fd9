import { afterAll, beforeAll, expect, test } from 'vitest';
import { bringUpToDate } from '../../services/db/bootstrap.ts';
import { clientSettings } from '../../services/db/client-settings.ts';
import { createConnection } from '../../services/db/connection.ts';
import { withOwnConnection } from '../../services/db/own-connection.ts';
import { prepareServer } from '../../services/db/prepare-server.ts';
import { areReady, KEPT_CONNECTIONS } from '../../services/db/roles.ts';
import { sql } from '../../services/db/sql.ts';
import { startTestRds, type TestRds } from '../support/rds.ts';

let rds: TestRds;
let database: string;
beforeAll(async () => {
  rds = await startTestRds();
  database = rds.newName();
  await prepare();
  await withOwnConnection(rds.config('owner', database), client =>
    bringUpToDate(client, { zone: 'Asia/Kolkata' }),
  );
});
afterAll(() => rds.stop());

async function prepare(): Promise<void> {
  const { username: user, password } = rds.master;
  const admin = clientSettings({ ...rds.config('owner', 'postgres'), user, password });
  await prepareServer({ admin, database, signIn: 'iam' });
}

/** Source: Amazon RDS User Guide, "Considerations for connecting to PostgreSQL". */
const takenByProxies = [
  'application_name',
  'client_encoding',
  'DateStyle',
  'TimeZone',
  'extra_float_digits',
  'search_path',
];

test('a connection through a proxy says nothing that the proxy refuses, and is limited all the same', async () => {
  const connection = createConnection({
    ...rds.config('api', database),
    // Not those of role and database: whatever holds is theirs.
    zone: 'America/Lima',
    statementTimeoutMs: 1_234,
    behindProxy: true,
  });
  const settings = await connection.rows<{ name: string; setting: string; source: string }>(
    'test',
    sql`select name, setting, source from pg_settings
         where source = 'client' or name in
               ('statement_timeout', 'idle_in_transaction_session_timeout', 'TimeZone', 'jit')`,
  );
  await connection.close();
  const said = settings.filter(({ source }) => source === 'client').map(({ name }) => name);
  expect(said).toContain('application_name');
  expect(said.filter(name => !takenByProxies.includes(name))).toEqual([]);
  const values = Object.fromEntries(settings.map(({ name, setting }) => [name, setting]));
  expect(values).toMatchObject({
    statement_timeout: '20000',
    idle_in_transaction_session_timeout: '20000',
    TimeZone: 'Asia/Kolkata',
    jit: 'off',
  });
});

test('one without a proxy says all of it itself, as jobs do that take longer', async () => {
  const config = { ...rds.config('archive', database), statementTimeoutMs: 840_000 };
  const rows = await withOwnConnection(config, async client => {
    const answer = await client.query<{ timeout: string; zone: string }>(
      `select current_setting('statement_timeout') as timeout, current_setting('timezone') as zone`,
    );
    return answer.rows;
  });
  expect(rows).toEqual([{ timeout: '14min', zone: 'Asia/Ho_Chi_Minh' }]);
});

test('the API’s role leaves connections to jobs and people, however large the server is', async () => {
  const limits = (): Promise<{ most: number; all: number }[]> =>
    rds.asSuperuser(database, async client => {
      const { rows } = await client.query<{ most: number; all: number }>(
        `select rolconnlimit as most, current_setting('max_connections')::int as all
           from pg_roles where rolname = 'meetassist_api'`,
      );
      return rows;
    });
  const ready = (): Promise<boolean> =>
    withOwnConnection(rds.config('owner', database), client => areReady(client));
  const [made] = await limits();
  expect(made?.most).toBe((made?.all ?? 0) - KEPT_CONNECTIONS);
  // As another class of server has it, which the next deployment finds.
  await rds.asSuperuser(database, client =>
    client.query('alter role meetassist_api connection limit 5'),
  );
  expect(await ready()).toBe(false);
  await prepare();
  expect(await limits()).toEqual([made]);
  expect(await ready()).toBe(true);
});

test('a role that lost its limits is given them at the next deployment', async () => {
  const ready = (): Promise<boolean> =>
    withOwnConnection(rds.config('owner', database), client => areReady(client));
  expect(await ready()).toBe(true);
  await rds.asSuperuser(database, client => client.query('alter role meetassist_api reset all'));
  expect(await ready()).toBe(false);
  await prepare();
  expect(await ready()).toBe(true);
});
