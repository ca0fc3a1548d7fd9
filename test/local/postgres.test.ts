import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { removeLocated } from '../../local/postgres/location.ts';
import { keepPostgresRunning } from '../../local/postgres/keep-running.ts';
import { startPostgres, type PostgresServer } from '../../local/postgres/server.ts';

let made: string;
let parent: string;
let directory: string;
const running: PostgresServer[] = [];
const lines: string[] = [];

/** Making a database takes most of the time, so one is made and copied. */
beforeAll(async () => {
  made = openFolder();
  const server = await startPostgres({ directory: path.join(made, 'postgres'), durable: false });
  await server.stop();
});
afterAll(() => rmSync(made, { recursive: true }));
beforeEach(() => {
  parent = openFolder();
  directory = path.join(parent, 'postgres');
  spawnSync('cp', ['-a', path.join(made, 'postgres'), directory]);
  lines.length = 0;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.stop()));
  removeLocated(directory);
  rmSync(parent, { recursive: true });
});

function openFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-postgres-'));
  chmodSync(folder, 0o755);
  return folder;
}

async function start(options: { directory?: string; port?: number; durable?: boolean } = {}) {
  const log = (line: string): void => void lines.push(line);
  const server = await startPostgres({ directory, durable: false, log, ...options });
  running.push(server);
  return server;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query({ text, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

/** A Node.js process that runs a server on `directory` and does nothing else; prints `<port> <pid>`. */
async function startElsewhere(): Promise<{ node: ChildProcess; postgresPid: number }> {
  const server = path.join(import.meta.dirname, '../../local/postgres/server.ts');
  const script = `
    process.once('SIGTERM', () => process.exit(0));
    const { startPostgres } = await import(${JSON.stringify(server)});
    const { pid } = await startPostgres({ directory: ${JSON.stringify(directory)}, durable: false });
    console.log(pid);
    setInterval(() => {}, 1000);`;
  const node = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(node.stdout, 'data')) as [Buffer];
  return { node, postgresPid: Number(printed.toString()) };
}

/** A process that ended, but whose parent never asked for its exit code, is not alive. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('what is written is there after a stop and a start, under the same password', async () => {
  const first = await start();
  await query(first.url('postgres'), 'create table kept as select 42 as n');
  await first.stop();
  expect(alive(first.pid)).toBe(false);
  const second = await start();
  expect(second.superuser).toEqual(first.superuser);
  expect(await query(second.url('postgres'), 'select n from kept')).toEqual([42]);
});

test('the server listens on 127.0.0.1 alone, without sockets in the file system', async () => {
  const { port, url } = await start();
  expect(await query(url('postgres'), 'show unix_socket_directories')).toEqual(['']);
  const outside = Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  if (!outside) return;
  const probe = createServer();
  probe.listen(port, outside.address);
  await once(probe, 'listening');
  probe.close();
});

test('nobody connects without the password, which only the owner of the files can read', async () => {
  const { port } = await start();
  const guess = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  await expect(query(guess, 'select 1')).rejects.toThrow(/password authentication failed/);
  const mode = statSync(path.join(directory, 'data/superuser-password')).mode & 0o777;
  expect(mode).toBe(0o600);
});

test('writes are durable unless told otherwise, and text is UTF-8 in an order that no update changes', async () => {
  const server = await start({ durable: true });
  const settings = `
    select setting from pg_settings
     where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding') order by name`;
  expect(await query(server.url('postgres'), settings)).toEqual(['on', 'on', 'UTF8', 'on']);
  const provider =
    'select datlocprovider, datlocale from pg_database where datname = current_database()';
  expect(await query(server.url('postgres'), provider)).toEqual(['b', 'C.UTF-8']);
});

test('a server whose Node.js process was killed is stopped and started again, with its data', async () => {
  const { node, postgresPid } = await startElsewhere();
  node.kill('SIGKILL');
  await once(node, 'exit');
  expect(alive(postgresPid)).toBe(true);
  const server = await start();
  expect(alive(postgresPid)).toBe(false);
  expect(lines).toEqual([expect.stringContaining(`process ${postgresPid}`)]);
  expect(await query(server.url('postgres'), 'select 1')).toEqual([1]);
});

test('a Node.js process that just exits takes its server with it', async () => {
  const { node, postgresPid } = await startElsewhere();
  node.kill('SIGTERM');
  await once(node, 'exit');
  await expect.poll(() => alive(postgresPid), { timeout: 10_000 }).toBe(false);
});

test('a directory that a living process uses is refused, and that server goes on', async () => {
  const { node, postgresPid } = await startElsewhere();
  await expect(start()).rejects.toThrow(
    `The database in ${directory} is in use by process ${node.pid}.`,
  );
  expect(alive(postgresPid)).toBe(true);
  node.kill('SIGTERM');
  await once(node, 'exit');
});

test('a stale postmaster.pid whose number belongs to another program does not keep the server from starting', async () => {
  const first = await start();
  await first.stop();
  writeFileSync(path.join(directory, 'data/postmaster.pid'), `${process.pid}\n${directory}/data\n`);
  const second = await start();
  expect(await query(second.url('postgres'), 'select 1')).toEqual([1]);
});

test('a making of the database that was cut short is made again', async () => {
  rmSync(path.join(directory, 'data'), { recursive: true });
  mkdirSync(path.join(directory, 'data.incomplete/base'), { recursive: true });
  writeFileSync(path.join(directory, 'data.incomplete/PG_VERSION'), '18\n');
  const server = await start();
  expect(await query(server.url('postgres'), 'select 1')).toEqual([1]);
  expect(existsSync(path.join(directory, 'data.incomplete'))).toBe(false);
});

test('two servers on two directories start at the same moment', async () => {
  const other = path.join(parent, 'other');
  rmSync(directory, { recursive: true });
  const [one, two] = await Promise.all([start(), start({ directory: other })]);
  expect(one.port).not.toBe(two.port);
  await query(one.url('postgres'), 'create table only_here ()');
  await expect(query(two.url('postgres'), 'select from only_here')).rejects.toThrow(
    /does not exist/,
  );
});

test('a port that is taken is refused with what PostgreSQL says, and leaves nothing running', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const address = blocker.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await expect(start({ port })).rejects.toThrow(
    /PostgreSQL did not start: .*Address already in use/s,
  );
  blocker.close();
  expect((await start({ port })).port).toBe(port);
});

test('a server that ends by itself is noticed', async () => {
  const server = await start();
  process.kill(server.pid, 'SIGQUIT');
  await server.ended;
  await server.stop();
  expect(await query((await start()).url('postgres'), 'select 1')).toEqual([1]);
});

test('what is left of a killed server is waited for', async () => {
  const first = await start();
  const client = new pg.Client(first.url('postgres'));
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const left = rows[0]?.pid ?? 0;
  // Too busy to notice that its server is gone.
  process.kill(left, 'SIGSTOP');
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  setTimeout(() => process.kill(left, 'SIGCONT'), 500);
  const second = await start();
  expect(alive(left)).toBe(false);
  expect(await query(second.url('postgres'), 'select 1')).toEqual([1]);
  await client.end();
});

test('a kept server that is killed comes back under the same address, and stays away once it is stopped', async () => {
  const log = (line: string): void => void lines.push(line);
  const server = await keepPostgresRunning({ directory, log });
  const url = server.url('postgres');
  await query(url, 'create table kept ()');
  const [pid] = await query(url, 'select pg_read_file($$postmaster.pid$$)');
  process.kill(Number.parseInt(String(pid), 10), 'SIGKILL');
  await expect
    .poll(() => query(url, 'select count(*)::int from kept').catch(() => 'gone'), {
      timeout: 10_000,
    })
    .toEqual([0]);
  expect(lines).toEqual(['PostgreSQL has ended by itself; starting it again.']);
  await server.stop();
  await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
});

test.runIf(process.getuid?.() === 0)(
  'below a folder that is closed to other accounts, root keeps the data elsewhere and finds them again',
  async () => {
    rmSync(directory, { recursive: true });
    chmodSync(parent, 0o700);
    const first = await start();
    const real = readlinkSync(directory);
    expect(real).toMatch(/^\/var\/tmp\/meetassist-data-/);
    await query(first.url('postgres'), 'create table kept as select 7 as n');
    await first.stop();
    const second = await start();
    expect(await query(second.url('postgres'), 'select n from kept')).toEqual([7]);
    await second.stop();
    removeLocated(directory);
    expect(existsSync(real)).toBe(false);
    expect(lstatSync(directory, { throwIfNoEntry: false })).toBeUndefined();
  },
);
