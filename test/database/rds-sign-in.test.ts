import { readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientSettings } from '../../services/db/client-settings.ts';
import { iamToken } from '../../services/db/iam-token.ts';
import { prepareServer } from '../../services/db/prepare-server.ts';
import { roles } from '../../services/db/roles.ts';
import { withClient } from '../../services/db/with-client.ts';
import { certificates, keysOf, REGION, startTestRds, type TestRds } from '../support/rds.ts';

let rds: TestRds;
let database: string;
beforeAll(async () => {
  rds = await startTestRds();
  database = rds.newName();
  await prepareServer({ admin: asMaster(), database, signIn: 'iam' });
});
afterAll(() => rds.stop());

/** With the master's password, over TLS. */
function asMaster(): pg.ClientConfig {
  const { username: user, password } = rds.master;
  return clientSettings({ ...rds.config('owner', 'postgres'), user, password });
}

async function userOf(config: pg.ClientConfig): Promise<unknown> {
  return withClient(config, async client => {
    const { rows } = await client.query('select session_user as name');
    return (rows as { name: string }[])[0]?.name;
  });
}

const settingsOf = (role: keyof typeof roles): pg.ClientConfig =>
  clientSettings(rds.config(role, database));

describe('P-24: the master user, who is no superuser', () => {
  test('made three roles without passwords that own nothing of the server', async () => {
    const { rows } = await rds.asSuperuser('postgres', client =>
      client.query(
        `select rolname as name, rolpassword as password, rolcanlogin as login,
                rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as special
           from pg_authid where rolname like 'meetassist%' order by 1`,
      ),
    );
    expect(rows).toEqual(
      Object.values(roles)
        .sort()
        .map(name => ({ name, password: null, login: true, special: false })),
    );
  });

  test('gave the database and its schema to the owner, and may not act as one of the three', async () => {
    const { rows } = await rds.asSuperuser(database, client =>
      client.query(
        `select pg_get_userbyid(datdba) as database, nspowner::regrole::text as schema
           from pg_database, pg_namespace where datname = $1 and nspname = 'public'`,
        [database],
      ),
    );
    expect(rows).toEqual([{ database: roles.owner, schema: roles.owner }]);
    for (const role of Object.values(roles)) {
      await expect(
        withClient(asMaster(), client => client.query(`set role ${role}`)),
      ).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('signs in by password as before, however often the server is prepared', async () => {
    for (let time = 0; time < 2; time++) {
      await prepareServer({ admin: asMaster(), database, signIn: 'iam' });
    }
    await Promise.all(
      [1, 2, 3].map(() =>
        prepareServer({ admin: asMaster(), database: rds.newName(), signIn: 'iam' }),
      ),
    );
    expect(await userOf(asMaster())).toBe('master');
  });

  test('would be locked out as a member of one of them, which is why it is none', async () => {
    await withClient(asMaster(), client =>
      client.query(`grant ${roles.api} to current_user with inherit true`),
    );
    await expect(userOf(asMaster())).rejects.toMatchObject({ code: '28000' });
    await rds.asSuperuser('postgres', client =>
      client.query(`revoke ${roles.api} from master granted by master`),
    );
    expect(await userOf(asMaster())).toBe('master');
    rds.refusals();
  });
});

describe('P-48: a role signs in with a token', () => {
  test.for(['owner', 'api', 'archive'] as const)('%s, over verified TLS', async role => {
    await rds.asSuperuser(database, client =>
      client.query(`grant connect on database ${database} to ${roles[role]}`),
    );
    expect(await userOf(settingsOf(role))).toBe(roles[role]);
  });

  const minutesAgo = (minutes: number) => () => new Date(Date.now() - minutes * 60_000);

  test.for([
    ['one that has expired', () => clientSettings(rds.config('api', database, minutesAgo(16)))],
    ['one of another time', () => clientSettings(rds.config('api', database, minutesAgo(-16)))],
    [
      'one of another user',
      () => ({ ...settingsOf('api'), password: rds.config('archive', database).password }),
    ],
    [
      'one for this user, signed by a role that may be another one alone',
      () => tokenWith({ keys: keysOf('archive') }),
    ],
    [
      'one that is signed with another secret',
      () => tokenWith({ keys: { ...keysOf('api'), secretAccessKey: 'guessed' } }),
    ],
    [
      'one of another session',
      () => tokenWith({ keys: { ...keysOf('api'), sessionToken: 'another' } }),
    ],
    ['one for another server', () => tokenWith({ host: 'elsewhere' })],
    ['one for another region', () => tokenWith({ region: 'us-east-1' })],
    ['a password', () => ({ ...settingsOf('api'), password: 'a password' })],
  ] as const)('is refused: %s', async ([, config]) => {
    rds.refusals();
    await expect(userOf(config())).rejects.toMatchObject({
      code: '28000',
      message: 'PAM authentication failed for user "meetassist_api"',
    });
    expect(rds.refusals()).toHaveLength(1);
  });

  test('a token that is still good ten minutes later is taken then', async () => {
    expect(await userOf(clientSettings(rds.config('api', database, minutesAgo(10))))).toBe(
      roles.api,
    );
  });

  /** As the API, with a token in which something is other than it should be. */
  function tokenWith(other: {
    readonly host?: string;
    readonly region?: string;
    readonly keys?: ReturnType<typeof keysOf>;
  }): pg.ClientConfig {
    const { host = rds.host, region = REGION, keys = keysOf('api') } = other;
    const place = { host, port: rds.port, user: roles.api, region };
    return { ...settingsOf('api'), password: iamToken(place, keys, new Date()) };
  }
});

describe('P-48: the server’s certificate', () => {
  const trusting = (file: string): pg.ClientConfig => ({
    ...settingsOf('api'),
    ssl: { ca: readFileSync(path.join(certificates, file), 'utf8'), rejectUnauthorized: true },
  });

  test('of an authority that is not known is refused, before a token is sent', async () => {
    rds.refusals();
    await expect(userOf(trusting('other-ca.pem'))).rejects.toThrow(/certificate/);
    expect(rds.refusals()).toEqual([]);
  });

  test('is no choice: who does not encrypt is turned away', async () => {
    await expect(userOf({ ...settingsOf('api'), ssl: false })).rejects.toMatchObject({
      code: '28000',
      message: expect.stringMatching(/^no pg_hba\.conf entry .* no encryption$/),
    });
    await expect(userOf({ ...asMaster(), ssl: false })).rejects.toMatchObject({ code: '28000' });
  });
});
