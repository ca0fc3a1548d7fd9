import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConnection, type Connection } from '../../services/db/connection.ts';
import { sql } from '../../services/db/sql.ts';
import { type Change } from '../../services/db/transaction.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { startProxy, type Proxy } from '../support/proxy.ts';
import { startService } from '../support/service.ts';

let db: TestDatabase;
let proxy: Proxy;
let connection: Connection;
/** Milliseconds that the connection believes have gone by. */
let time: number;

beforeAll(async () => {
  db = await createDatabase();
  await db.owner.query('create table note (text text not null)');
  await db.owner.query('grant select, insert on note to meetassist_api');
});
afterAll(() => db.drop());

beforeEach(async () => {
  await db.owner.query('truncate note');
  proxy = await startProxy(db.connection('api'));
  time = 0;
  connection = connect();
});
afterEach(async () => {
  await connection.close();
  await proxy.close();
});

function connect(settings: object = {}): Connection {
  return createConnection({
    ...db.connection('api'),
    port: proxy.port,
    tls: false,
    statementTimeoutMs: 20_000,
    zone: 'Asia/Ho_Chi_Minh',
    applicationName: 'through-proxy',
    idleClock: () => time,
    ...settings,
  });
}

const one = sql`select 1 as one`;
const asking = () => connection.rows('test', one);

const change: Change = {
  instant: '2025-03-05T05:00:00Z',
  actor: 'sub',
  actorName: 'admin',
  action: 'test',
};
/** Writes one row in a transaction; gives the backend that did it. */
const noting = (text: string): Promise<number> =>
  connection.transaction(change, async transaction => {
    const [, rows] = await Promise.all([
      transaction.rows('note', sql`insert into note (text) values (${text})`),
      transaction.rows<{ pid: number }>('pid', sql`select pg_backend_pid() as pid`),
    ]);
    return rows[0]?.pid ?? 0;
  });
async function notes(): Promise<string[]> {
  const { rows } = await db.owner.query<{ text: string }>('select text from note order by text');
  return rows.map(({ text }) => text);
}

/** Ends every session of this database but the asker's, and waits until they are gone. */
async function terminate(): Promise<void> {
  await db.api.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = $1 and application_name = 'through-proxy'`,
    [db.name],
  );
}

const SECOND = 1_000;
const MINUTE = 60_000;

describe('a connection that died while nobody used it costs nobody anything', () => {
  const ends: Readonly<Record<string, () => Promise<void>>> = {
    'the server ended it': async () => {
      await terminate();
      await proxy.empty();
    },
    'it was reset': async () => {
      const gone = proxy.empty();
      proxy.reset();
      await gone;
    },
    'it was ended without a word': () => {
      proxy.hangUp();
      return Promise.resolve();
    },
  };
  for (const [how, end] of Object.entries(ends)) {
    for (const idle of [0, SECOND, MINUTE]) {
      test(`${how}, ${idle / SECOND} s ago`, async () => {
        for (let round = 1; round <= 5; round++) {
          await asking();
          await end();
          time += idle;
          // Many who come at once share the one that replaces it.
          const [first] = await Promise.all([asking(), asking(), noting(`a${round}`), asking()]);
          expect(first).toEqual([{ one: 1 }]);
          await end();
          time += idle;
          await noting(`b${round}`);
          expect(proxy.made).toBe(round * 2 + 1);
        }
        expect(await notes()).toHaveLength(10);
      });
    }
  }

  test('its path was closed silently: after a second of silence it is replaced', async () => {
    await asking();
    proxy.swallow();
    time += MINUTE;
    await Promise.all([asking(), noting('once'), asking()]);
    expect(proxy.made).toBe(2);
    expect(await notes()).toEqual(['once']);
  });

  test('the clock of the machine was set back meanwhile', async () => {
    await asking();
    proxy.swallow();
    time -= MINUTE;
    expect(await asking()).toEqual([{ one: 1 }]);
  });

  test('a connection that is well is asked once, not once by each request', async () => {
    await asking();
    time += MINUTE;
    await Promise.all([asking(), asking(), noting('a'), noting('b')]);
    expect(proxy.made).toBe(1);
    expect(proxy.sent('select\0')).toBe(1);
    time += MINUTE - 1;
    await asking();
    expect(proxy.sent('select\0')).toBe(1);
  });

  test('no look is taken while a statement is under way, however long that takes', async () => {
    await asking();
    const slow = connection.rows('slow', sql`select pg_sleep(0.2)`);
    await expect.poll(() => proxy.sent('pg_sleep')).toBe(1);
    time += MINUTE;
    await Promise.all([slow, asking()]);
    expect([proxy.made, proxy.sent('select\0')]).toEqual([1, 0]);
  });
});

describe('a connection that is lost in use', () => {
  test('answers nothing any more: it is given up soon after the server should have', async () => {
    await connection.close();
    connection = connect({ statementTimeoutMs: 100 });
    await asking();
    proxy.swallow();
    await expect(asking()).rejects.toThrow();
    expect(await asking()).toEqual([{ one: 1 }]);
    expect(proxy.made).toBe(2);
  });

  test.for(['begin\0', 'sub-of-somebody', 'a note'])(
    'before COMMIT (%s): the whole transaction is tried once more, and its row is there once',
    async text => {
      proxy.cut(text, 'unheard');
      let attempts = 0;
      await connection.transaction({ ...change, actor: 'sub-of-somebody' }, async transaction => {
        attempts += 1;
        await transaction.rows('note', sql`insert into note (text) values (${'a note'})`);
      });
      expect([attempts, proxy.cuts]).toEqual([2, 1]);
      expect(await notes()).toEqual(['a note']);
    },
  );

  test('on its way with COMMIT: who sent it cannot know, so nothing is tried again', async () => {
    proxy.cut('commit\0', 'unheard');
    await expect(noting('a')).rejects.toThrow();
    expect([proxy.cuts, proxy.sent('commit\0')]).toEqual([1, 1]);
    expect(await notes()).toEqual([]);
  });

  test('before COMMIT, and again: that is an error, and nothing stays', async () => {
    proxy.cut('a note', 'answered', 2);
    await expect(noting('a note')).rejects.toThrow();
    expect(proxy.cuts).toBe(2);
    await noting('b');
    expect(await notes()).toEqual(['b']);
  });

  test('between COMMIT and its answer: that is an error, nothing is tried again, and the row is there once', async () => {
    let attempts = 0;
    proxy.cut('commit\0', 'answered', 5);
    const write = connection.transaction(change, async transaction => {
      attempts += 1;
      await transaction.rows('note', sql`insert into note (text) values ('a')`);
    });
    await expect(write).rejects.toThrow();
    expect([attempts, proxy.cuts]).toEqual([1, 1]);
    expect(await notes()).toEqual(['a']);
    expect(await asking()).toEqual([{ one: 1 }]);
  });

  test('between COMMIT and its answer: the request, repeated with its token, gives the first result', async () => {
    const service = startService(db.connection('api'), { port: proxy.port });
    const input = { input: { fullName: 'Nguyễn Thị Lan' }, clientToken: 'once' };
    proxy.cut('commit\0', 'answered');
    await expect(service.reply('Mutation.createCustomer', input)).rejects.toThrow();
    const answer = await service.ask<{ id: string }>('Mutation.createCustomer', input);
    const { rows } = await db.owner.query('select id from customer');
    expect(rows).toEqual([{ id: answer.id }]);
    await service.close();
  });

  test('while a container sleeps in the midst of a transaction: the server frees its locks', async () => {
    await connection.close();
    connection = connect({ statementTimeoutMs: 300 });
    const [asleep, awake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let attempts = 0;
    const sleeping = connection.transaction(change, async transaction => {
      attempts += 1;
      await transaction.rows('lock', sql`select pg_advisory_xact_lock(4711)`);
      asleep.resolve();
      if (attempts === 1) await awake.promise;
      await transaction.rows('note', sql`insert into note (text) values ('late')`);
    });
    await asleep.promise;
    // Held, and then free although nobody let go of it.
    await db.owner.query('select pg_advisory_lock(4711), pg_advisory_unlock(4711)');
    expect(await notes()).toEqual([]);
    awake.resolve();
    await sleeping;
    expect(attempts).toBe(2);
    expect(await notes()).toEqual(['late']);
  });
});

test('a connection whose path was closed silently can be closed', async () => {
  await asking();
  proxy.swallow();
  await connection.close();
  expect(proxy.made).toBe(1);
});
