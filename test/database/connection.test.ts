import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConnection, type Connection } from '../../services/db/connection.ts';
import { sql } from '../../services/db/sql.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { startService } from '../support/service.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

function connect(name: string, changes: object = {}): Connection {
  const { user, password, ...place } = db.connection('api');
  return createConnection({
    ...place,
    user,
    password,
    tls: false,
    statementTimeoutMs: 20_000,
    zone: 'Asia/Ho_Chi_Minh',
    applicationName: name,
    ...changes,
  });
}

/**
 * Ends the sessions of that name, or those of them that are at work, as an operator or a failing server would; gives
 * how many there were.
 */
async function terminate(name: string, which: 'all' | 'at work' = 'all'): Promise<number> {
  // A role may end its own sessions, so this one says it as the API.
  const { rows } = await db.api.query<{ ended: boolean }>(
    `select pg_terminate_backend(pid) as ended from pg_stat_activity
      where datname = $1 and application_name = $2 and pid <> pg_backend_pid()
        and (state = 'active' or not $3)`,
    [db.name, name, which === 'at work'],
  );
  return rows.filter(({ ended }) => ended).length;
}

async function sessions(name: string): Promise<number> {
  const { rows } = await db.owner.query(
    `select from pg_stat_activity where datname = $1 and application_name = $2`,
    [db.name, name],
  );
  return rows.length;
}

const one = sql`select 1 as one`;

describe('a connection that the server ends', () => {
  test('while idle is replaced: at most one request fails, the next one succeeds', async () => {
    const connection = connect('idle');
    for (let round = 0; round < 5; round++) {
      await connection.rows('test', one);
      expect(await terminate('idle')).toBe(1);
      await connection.rows('test', one).catch(() => undefined);
      expect(await connection.rows('test', one)).toEqual([{ one: 1 }]);
      await sleep(5);
      expect(await connection.rows('test', one)).toEqual([{ one: 1 }]);
      expect(await sessions('idle')).toBe(1);
    }
    await connection.close();
  });

  test('while idle, and long enough ago to be noticed, costs nobody anything', async () => {
    const connection = connect('noticed');
    await connection.rows('test', one);
    await terminate('noticed');
    await sleep(50);
    expect(await connection.rows('test', one)).toEqual([{ one: 1 }]);
    await connection.close();
  });

  test('in the middle of a statement fails that statement alone', async () => {
    const connection = connect('busy');
    for (let round = 0; round < 5; round++) {
      await connection.rows('test', one);
      const slow = connection.rows('test', sql`select pg_sleep(30)`);
      const failed = slow.then(
        () => 'answered',
        () => connection.rows('test', one).then(() => 'failed, and the next one was answered'),
      );
      // Not before it runs: a connection that dies before is replaced, and the statement sent on the next.
      while ((await terminate('busy', 'at work')) === 0) await sleep(5);
      expect(await failed).toBe('failed, and the next one was answered');
      expect(await sessions('busy')).toBe(1);
    }
    await connection.close();
  });

  test('fails the request, and the container answers the one after it', async () => {
    const service = startService(db.connection('api'), { applicationName: 'service' });
    await service.ask('Query.appointments');
    expect(await terminate('service')).toBe(1);
    await service.ask('Query.appointments').catch(() => undefined);
    expect(await service.ask('Query.appointments')).toMatchObject({ items: [] });
    await service.close();
  });
});

describe('a connection that cannot be opened', () => {
  const secret = 'not-the-password-4711';

  test('because of a wrong password says so without it, and is tried again', async () => {
    let password = secret;
    const connection = connect('wrong', { password: () => Promise.resolve(password) });
    const error: unknown = await connection.rows('test', one).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expect(String((error as Error).stack)).not.toContain(secret);
    expect(JSON.stringify(error)).not.toContain(secret);
    ({ password } = db.connection('api'));
    expect(await connection.rows('test', one)).toEqual([{ one: 1 }]);
    await connection.close();
  });

  test('because nobody listens fails, and is tried again with each request', async () => {
    const connection = connect('nobody', { port: 1 });
    await expect(connection.rows('test', one)).rejects.toThrow();
    await expect(connection.rows('test', one)).rejects.toThrow();
    await connection.close();
  });

  test('a new password is asked for with each new connection', async () => {
    let asked = 0;
    const connection = connect('rotating', {
      password: () => {
        asked += 1;
        return Promise.resolve(db.connection('api').password);
      },
    });
    await connection.rows('test', one);
    await connection.rows('test', one);
    expect(asked).toBe(1);
    await terminate('rotating');
    await sleep(50);
    await connection.rows('test', one);
    expect(asked).toBe(2);
    await connection.close();
  });
});

test('P-50: a statement that takes too long is ended by the database, and the connection lives on', async () => {
  const connection = connect('slow', { statementTimeoutMs: 50 });
  await expect(connection.rows('test', sql`select pg_sleep(30)`)).rejects.toMatchObject({
    code: '57014',
  });
  expect(await connection.rows('test', one)).toEqual([{ one: 1 }]);
  expect(await sessions('slow')).toBe(1);
  await connection.close();
});

test('a connection that was never opened can be closed', async () => {
  await connect('unused').close();
});
