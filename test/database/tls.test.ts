import { copyFileSync, chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveToServer } from '../../local/postgres/account.ts';
import { discardPostgres } from '../../local/postgres/discard.ts';
import { startPostgres, type PostgresServer } from '../../local/postgres/server.ts';
import { createConnection } from '../../services/db/connection.ts';
import { withClient } from '../../services/db/with-client.ts';
import { sql } from '../../services/db/sql.ts';

let folder: string;
let server: PostgresServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-test-tls-'));
  chmodSync(folder, 0o755);
  server = await startPostgres({ directory: path.join(folder, 'postgres'), durable: false });
});
afterAll(async () => {
  await server.stop();
  await discardPostgres(path.join(folder, 'postgres'), () => {});
  rmSync(folder, { recursive: true, force: true });
});

const fixture = (name: string) => path.join(import.meta.dirname, '../fixtures/tls', name);

/** Makes the server show a certificate from the fixtures. */
async function show(certificate: 'server' | 'elsewhere'): Promise<void> {
  const files = [`${certificate}.pem`, `${certificate}.key`].map(name => {
    const copy = path.join(folder, name);
    copyFileSync(fixture(name), copy);
    chmodSync(copy, 0o600);
    giveToServer(copy);
    return copy;
  });
  await withClient(
    { host: '127.0.0.1', port: server.port, database: 'postgres', ...server.superuser },
    async client => {
      await client.query(`alter system set ssl_cert_file = '${files[0]}'`);
      await client.query(`alter system set ssl_key_file = '${files[1]}'`);
      await client.query('alter system set ssl = on');
      await client.query('select pg_reload_conf()');
      await expect
        .poll(async () => {
          const { rows } = await client.query<{ shown: string }>(
            `select current_setting('ssl_cert_file') as shown`,
          );
          return rows[0]?.shown;
        })
        .toBe(files[0]);
    },
  );
}

async function connected(authority: 'ca' | 'other-ca'): Promise<unknown> {
  const connection = createConnection({
    host: '127.0.0.1',
    port: server.port,
    database: 'postgres',
    ...server.superuser,
    tls: { ca: readFileSync(fixture(`${authority}.pem`), 'utf8') },
    statementTimeoutMs: 5_000,
    zone: 'UTC',
    applicationName: 'tls',
  });
  try {
    const rows = await connection.rows<{ ssl: boolean }>(
      'test',
      sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`,
    );
    return rows[0]?.ssl;
  } finally {
    await connection.close();
  }
}

test('a certificate from the known authority, for this host, is trusted, and the connection is encrypted', async () => {
  await show('server');
  expect(await connected('ca')).toBe(true);
});

test('a certificate from an unknown authority is refused', async () => {
  await show('server');
  await expect(connected('other-ca')).rejects.toThrow(/certificate/);
});

test('a certificate for another host is refused', async () => {
  await show('elsewhere');
  await expect(connected('ca')).rejects.toThrow(/does not match certificate/);
});

test('a server without TLS is refused', async () => {
  await withClient(
    { host: '127.0.0.1', port: server.port, database: 'postgres', ...server.superuser },
    async client => {
      await client.query('alter system set ssl = off');
      await client.query('select pg_reload_conf()');
      await expect.poll(async () => (await client.query(`show ssl`)).rows[0]?.ssl).toBe('off');
    },
  );
  await expect(connected('ca')).rejects.toThrow(/SSL/);
});
