import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConnection, type Connection, type Queryable } from '../../services/db/connection.ts';
import { sql } from '../../services/db/sql.ts';
import { type Change } from '../../services/db/transaction.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { chance } from '../support/random.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
  await db.owner.query('create table counter (id integer primary key, value integer not null)');
  await db.owner.query('grant select, insert, update on counter to meetassist_api');
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.owner.query('truncate counter');
  await db.owner.query('insert into counter (id, value) values (1, 0), (2, 0)');
});

function connect(settings: object = {}): Connection {
  return createConnection({
    ...db.connection('api'),
    tls: false,
    statementTimeoutMs: 20_000,
    zone: 'Asia/Ho_Chi_Minh',
    applicationName: 'transactions',
    ...settings,
  });
}

/** Runs `use` with as many connections as there are names. */
async function withConnections<T>(
  count: number,
  use: (connections: readonly Connection[]) => Promise<T>,
): Promise<T> {
  const connections = Array.from({ length: count }, () => connect());
  try {
    return await use(connections);
  } finally {
    await Promise.all(connections.map(each => each.close()));
  }
}

const by = (actor: string): Change => ({
  instant: '2025-03-05T05:00:00Z',
  actor,
  actorName: actor,
  action: 'test',
});

const increment = (transaction: Queryable, id: number) =>
  transaction.rows('counter.add', sql`update counter set value = value + 1 where id = ${id}`);

async function values(): Promise<number[]> {
  const { rows } = await db.owner.query<{ value: number }>('select value from counter order by id');
  return rows.map(({ value }) => value);
}

/** Lets nobody pass before `count` have come. */
function barrier(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    come += 1;
    if (come === count) resolve();
    return promise;
  };
}

describe('a transaction that others are in the way of is tried again as a whole', () => {
  test('when two wait for each other (40P01)', () =>
    withConnections(2, async connections => {
      const meeting = barrier(2);
      let attempts = 0;
      const both = connections.map((connection, i) =>
        connection.transaction(by(`${i}`), async transaction => {
          attempts += 1;
          await increment(transaction, i + 1);
          await meeting();
          await increment(transaction, 2 - i);
        }),
      );
      await Promise.all(both);
      expect(attempts).toBe(3);
      expect(await values()).toEqual([2, 2]);
    }));

  test('when two cannot both be right (40001)', async () => {
    await db.owner.query(
      `alter database ${db.name} set default_transaction_isolation = 'repeatable read'`,
    );
    try {
      await withConnections(2, async connections => {
        const meeting = barrier(2);
        let attempts = 0;
        const both = connections.map((connection, i) =>
          connection.transaction(by(`${i}`), async transaction => {
            attempts += 1;
            await transaction.rows('look', sql`select value from counter`);
            await meeting();
            await increment(transaction, 1);
          }),
        );
        await Promise.all(both);
        expect(attempts).toBe(3);
        expect(await values()).toEqual([2, 0]);
      });
    } finally {
      await db.owner.query(`alter database ${db.name} reset default_transaction_isolation`);
    }
  });

  test('also when the work makes something else of the failure', () =>
    withConnections(1, async ([connection]) => {
      let attempts = 0;
      await connection?.transaction(by('a'), async transaction => {
        attempts += 1;
        const failing = sql`do $$ begin raise exception 'no' using errcode = '40001'; end $$`;
        const work = attempts === 1 ? transaction.rows('fail', failing, 'fresh') : undefined;
        await work?.catch(() => {
          throw new Error('found nothing');
        });
        await increment(transaction, 1);
      });
      expect([attempts, await values()]).toEqual([2, [1, 0]]);
    }));

  test('but not for ever', () =>
    withConnections(1, async ([connection]) => {
      let attempts = 0;
      const work = connection?.transaction(by('a'), async transaction => {
        attempts += 1;
        await increment(transaction, 1);
        await transaction.rows(
          'fail',
          sql`do $$ begin raise exception 'no' using errcode = '40P01'; end $$`,
          'fresh',
        );
      });
      await expect(work).rejects.toMatchObject({ code: '40P01' });
      expect([attempts, await values()]).toEqual([6, [0, 0]]);
    }));
});

describe('a transaction is all or nothing', () => {
  test('a failure that the work does not look at undoes it all the same', () =>
    withConnections(1, async ([connection]) => {
      const work = connection?.transaction(by('a'), async transaction => {
        await increment(transaction, 1);
        await transaction.rows('fail', sql`select 1 / 0`, 'fresh').catch(() => {});
        return 'well';
      });
      await expect(work).rejects.toMatchObject({ code: '22012' });
      expect(await values()).toEqual([0, 0]);
      await connection?.transaction(by('a'), transaction => increment(transaction, 2));
      expect(await values()).toEqual([0, 1]);
    }));

  test('statements that the work does not wait for belong to it', () =>
    withConnections(1, async ([connection]) => {
      await connection?.transaction(by('a'), async transaction => {
        void increment(transaction, 1);
        void increment(transaction, 2);
        await Promise.resolve();
      });
      expect(await values()).toEqual([1, 1]);
    }));

  test('what comes after its end is refused and not committed by itself', () =>
    withConnections(1, async ([connection]) => {
      const { promise: later, resolve: goOn } = Promise.withResolvers<void>();
      let straggler: Promise<unknown> = Promise.resolve();
      const work = connection?.transaction(by('a'), async transaction => {
        await increment(transaction, 1);
        straggler = later.then(() => increment(transaction, 2));
        straggler.catch(() => {});
        throw new Error('no');
      });
      await expect(work).rejects.toThrow('no');
      goOn();
      await expect(straggler).rejects.toThrow('counter.add comes after the end of its transaction');
      expect(await values()).toEqual([0, 0]);
    }));
});

describe('statements beside a transaction on the same connection', () => {
  test('never run inside it, nor see its settings', () =>
    withConnections(1, async ([connection]) => {
      const luck = chance(20_250_305);
      await connection?.rows('test', sql`select`);
      const where = sql`select coalesce(current_setting('meetassist.actor', true), '') as actor,
        pg_current_xact_id_if_assigned() is not null as writes`;
      type Where = { readonly actor: string; readonly writes: boolean };
      const looks: Promise<Where[] | undefined>[] = [];
      const done: Promise<void>[] = [];
      for (let i = 0; i < 400; i++) {
        if (luck.likely(80)) {
          looks.push((async () => connection?.rows<Where>('where', where))());
        } else {
          const actor = `actor ${i}`;
          done.push(
            (async () =>
              connection?.transaction(by(actor), async transaction => {
                await increment(transaction, 1);
                if (luck.likely(50)) await new Promise(setImmediate);
                const seen = await transaction.rows<Where>('where', where);
                expect(seen).toEqual([{ actor, writes: true }]);
                if (luck.likely(30)) await transaction.rows('fail', sql`select 1 / 0`, 'fresh');
              }))().catch((error: unknown) => {
              expect(error).toMatchObject({ code: '22012' });
            }),
          );
        }
        // Now and then everybody is answered; else there are always some of both under way.
        if (luck.likely(10)) await luck.of([...looks, ...done]);
      }
      await Promise.all(done);
      for (const rows of await Promise.all(looks)) {
        expect(rows).toEqual([{ actor: '', writes: false }]);
      }
    }));

  test('asked for from within it would wait for ever, so they are refused at once', () =>
    withConnections(1, async ([connection]) => {
      const work = connection?.transaction(by('a'), async transaction => {
        await increment(transaction, 1);
        await connection.rows('test', sql`select`);
      });
      await expect(work).rejects.toThrow('in a transaction, its own statements are to be used');
      expect(await values()).toEqual([0, 0]);
      // What was opened or begun within one does not mark what comes after it.
      await connection?.rows('test', sql`select`);
      await connection?.transaction(by('a'), transaction => increment(transaction, 1));
      expect(await values()).toEqual([1, 0]);
    }));
});
