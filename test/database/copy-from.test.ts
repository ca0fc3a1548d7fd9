import { type PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyFrom, copyLine, type CopyValue } from '../../services/db/copy-from.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let client: PoolClient;
beforeAll(async () => {
  db = await createDatabase();
  client = await db.owner.connect();
  await client.query('create temp table thing (id integer primary key, text text, flag boolean)');
});
afterAll(async () => {
  client.release();
  await db.drop();
});

const copy = (rows: readonly (readonly CopyValue[])[]): Promise<number> =>
  copyFrom(client, 'thing', ['id', 'text', 'flag'], rows.map(copyLine));

async function* slowly(count: number): AsyncGenerator<string> {
  for (let id = 1; id <= count; id++) {
    if (id % 1_000 === 0) await new Promise(resolve => setImmediate(resolve));
    yield copyLine([id, 'x'.repeat(1_000), false]);
  }
}

test('every text arrives as it was: tabs, line ends, backslashes, NULL and what looks like it', async () => {
  const texts = ['', null, '\\N', '\\.', 'a\tb\nc\r\nd\\e', 'NULL', '😀 đ', '"quoted", \'too\''];
  expect(await copy(texts.map((text, id) => [id, text, id % 2 === 0]))).toBe(texts.length);
  const { rows } = await client.query('select id, text, flag from thing order by id');
  expect(rows).toEqual(texts.map((text, id) => ({ id, text, flag: id % 2 === 0 })));
  await client.query('truncate thing');
});

test('nothing is also something that can be copied', async () => {
  expect(await copy([])).toBe(0);
});

test('what the server refuses is its error, nothing stays, and the connection goes on', async () => {
  await expect(
    copy([
      [1, 'a', true],
      [1, 'b', true],
    ]),
  ).rejects.toMatchObject({ code: '23505' });
  await expect(copyFrom(client, 'thing', ['id', 'nothing'], [])).rejects.toMatchObject({
    code: '42703',
  });
  // Refused at its first row, long before the source ends.
  const endless = function* (): Generator<string> {
    for (let i = 0; ; i++) yield copyLine([i % 10, 'x'.repeat(10_000), true]);
  };
  await expect(copyFrom(client, 'thing', ['id', 'text', 'flag'], endless())).rejects.toMatchObject({
    code: '23505',
  });
  const { rows } = await client.query('select count(*)::int from thing');
  expect(rows).toEqual([{ count: 0 }]);
});

test('a source that fails is its own error, and nothing stays', async () => {
  const failing = async function* (): AsyncGenerator<string> {
    yield* slowly(2_000);
    throw new Error('no more');
  };
  await expect(copyFrom(client, 'thing', ['id', 'text', 'flag'], failing())).rejects.toThrow(
    'no more',
  );
  const { rows } = await client.query('select count(*)::int from thing');
  expect(rows).toEqual([{ count: 0 }]);
});

test('a refusal is heard although source and server never make the sender wait', async () => {
  let sent = 0;
  // A connection whose server reads whatever comes, at once, and has refused in the meantime.
  const connection = {
    stream: { writableNeedDrain: false },
    sendCopyFromChunk: () => (sent += 1),
    endCopyFrom: () => {},
    sendCopyFail: () => {},
  };
  const eager = {
    query(copy: {
      handleCopyInResponse(to: typeof connection): void;
      handleError(e: Error): void;
    }) {
      copy.handleCopyInResponse(connection);
      setImmediate(() => copy.handleError(new Error('refused')));
    },
  } as unknown as PoolClient;
  const rows = function* (): Generator<string> {
    while (sent < 1_000) yield 'x'.repeat(10_000);
  };
  await expect(copyFrom(eager, 'thing', ['id'], rows())).rejects.toThrow('refused');
  await new Promise(setImmediate);
  expect(sent).toBeLessThan(10);
});

test('a slow source and many rows arrive completely', async () => {
  expect(await copyFrom(client, 'thing', ['id', 'text', 'flag'], slowly(20_000))).toBe(20_000);
});

test('a connection that dies is an error', async () => {
  const other = await db.owner.connect();
  other.on('error', () => {});
  const { rows } = await other.query<{ pid: number }>('select pg_backend_pid() as pid');
  await other.query('create temp table thing (id integer, text text, flag boolean)');
  const dying = async function* (): AsyncGenerator<string> {
    yield* slowly(2_000);
    await db.owner.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    yield* slowly(50_000);
  };
  await expect(copyFrom(other, 'thing', ['id', 'text', 'flag'], dying())).rejects.toThrow();
  other.release(true);
});

test('names are never data', async () => {
  await expect(copyFrom(client, 'thing; drop table customer', ['id'], [])).rejects.toThrow(
    /not an identifier/,
  );
});
