import { type PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyTo } from '../../services/db/copy-to.ts';
import { sql } from '../../services/db/sql.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let client: PoolClient;
beforeAll(async () => {
  db = await createDatabase();
  client = await db.owner.connect();
});
afterAll(async () => {
  client.release();
  await db.drop();
});

test('each row comes by itself, in order, with its line feed, whatever is in it', async () => {
  const rows: string[] = [];
  const count = await copyTo(
    client,
    sql`select n, case n when 1 then null when 2 then '' when 3 then E'a\nb"c,\r' when 4 then '\\.' else repeat('đ', 50000) end
          from generate_series(1, 5) n`,
    row => void rows.push(row.toString()),
  );
  expect(count).toBe(5);
  expect(rows).toEqual([
    '1,\n',
    '2,""\n',
    '3,"a\nb""c,\r"\n',
    '4,\\.\n',
    `5,${'đ'.repeat(50_000)}\n`,
  ]);
});

test('a sink that is full makes the server wait, and misses nothing', async () => {
  let most = 0;
  let held = 0;
  let bytes = 0;
  const count = await copyTo(
    client,
    sql`select n, repeat('x', 1000) from generate_series(1, 50000) n`,
    row => {
      bytes += row.length;
      held += row.length;
      most = Math.max(most, held);
      if (held < 1 << 20) return undefined;
      return new Promise(resolve => {
        setImmediate(() => {
          held = 0;
          resolve();
        });
      });
    },
  );
  expect(count).toBe(50_000);
  expect(bytes).toBeGreaterThan(50_000_000);
  // What was on its way when the sink became full comes nevertheless: what one read of the socket gave.
  expect(most).toBeLessThan(2 << 20);
});

test('what the server refuses is its error, and the connection goes on', async () => {
  const sink = (): undefined => undefined;
  await expect(copyTo(client, sql`select nothing`, sink)).rejects.toMatchObject({ code: '42703' });
  await expect(
    copyTo(client, sql`select 1 / (5000 - n) from generate_series(1, 10000) n`, sink),
  ).rejects.toMatchObject({ code: '22012' });
  await expect(copyTo(client, sql`select 1`, sink)).resolves.toBe(1);
});

test('a sink that fails, at once or later, is its own error, and the connection goes on', async () => {
  const many = sql`select repeat('x', 1000) from generate_series(1, 5000)`;
  const atOnce = (): undefined => {
    throw new Error('no more');
  };
  await expect(copyTo(client, many, atOnce)).rejects.toThrow('no more');
  let rows = 0;
  const later = (): Promise<void> | undefined => {
    rows += 1;
    return rows === 5_000 ? Promise.reject(new Error('not the last one')) : undefined;
  };
  await expect(copyTo(client, many, later)).rejects.toThrow('not the last one');
  await expect(copyTo(client, sql`select 1`, () => undefined)).resolves.toBe(1);
});

test('a connection that is lost is an error', async () => {
  const lost = await db.owner.connect();
  const { rows } = await lost.query<{ pid: number }>('select pg_backend_pid() as pid');
  let seen = 0;
  const copy = copyTo(lost, sql`select repeat('x', 1000) from generate_series(1, 200000)`, () => {
    seen += 1;
    if (seen > 1) return undefined;
    return client.query('select pg_terminate_backend($1)', [rows[0]?.pid]).then(() => {});
  });
  await expect(copy).rejects.toThrow();
  lost.release(true);
});

test('nothing is bound, for COPY takes no values', async () => {
  await expect(copyTo(client, sql`select ${1}`, () => undefined)).rejects.toThrow('no bound');
});
