import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CannotStart } from '../../local/cannot-start.ts';
import { startStack, type Stack, type StackOptions } from '../../local/stack.ts';
import { withClient } from '../../services/db/with-client.ts';

const NOW = new Date('2026-11-20T09:30:00+07:00');
const SAMPLE = path.join(import.meta.dirname, '../../samples/original');

let parent: string;
let stack: Stack;
const lines: string[] = [];

beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'meetassist-stack-'));
  chmodSync(parent, 0o755);
  stack = await start('first', { importFrom: SAMPLE });
});
afterAll(async () => {
  await stack.stop();
  rmSync(parent, { recursive: true });
});

function start(name: string, options: Partial<StackOptions> = {}): Promise<Stack> {
  return startStack({
    port: 0,
    dataDir: path.join(parent, name),
    reset: false,
    durable: false,
    now: NOW,
    log: line => void lines.push(line),
    ...options,
  });
}

interface GraphqlAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly { readonly errorType?: string; readonly message: string }[];
}

async function ask(of: Stack, query: string, token?: string): Promise<GraphqlAnswer> {
  const authorization = token ?? (await of.token('admin'));
  const response = await fetch(`${of.url}graphql`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as GraphqlAnswer;
}

async function ownerRuns(of: Stack, statement: string): Promise<void> {
  await withClient({ ...of.database.owner }, client => client.query(statement));
}

/** They start some of them, or PostgreSQL anew, which takes its time where much else goes on. */
const OF_WHOLE_STACKS = { timeout: 90_000 };

const COUNT = '{ appointments { totalCount } }';

test('with one token from the stack, a question is answered from the imported files', async () => {
  const response = await fetch(`${stack.url}local/token?persona=analyst`);
  const { token } = (await response.json()) as { token: string };
  const rows: unknown[] = parse(readFileSync(path.join(SAMPLE, 'Appointment.csv')), {
    columns: true,
    bom: true,
  });
  const answer = await ask(stack, '{ me { personas } appointments { totalCount } }', token);
  expect(answer).toEqual({
    data: { me: { personas: ['ANALYST'] }, appointments: { totalCount: rows.length } },
  });
});

test('health, GraphiQL and a sentence for every other path are at their places', async () => {
  const health = await fetch(`${stack.url}local/health`);
  expect(await health.json()).toEqual({ status: 'ready' });
  const page = await fetch(stack.url);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  const other = await fetch(`${stack.url}admin`);
  expect(other.status).toBe(404);
  expect(await other.text()).toContain('POST /graphql');
});

test('without a token the answer is 401, under a foreign name 421', async () => {
  const body = JSON.stringify({ query: COUNT });
  const response = await fetch(`${stack.url}graphql`, { method: 'POST', body });
  expect(response.status).toBe(401);
  const status = await new Promise(resolve => {
    const headers = { host: 'rebound.example.com' };
    const sent = request(`${stack.url}graphql`, { method: 'POST', headers }, answer => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.end(body);
  });
  expect(status).toBe(421);
});

test('each operation is one line with its function and statements, and never a token', async () => {
  const token = await stack.token('admin');
  lines.length = 0;
  await ask(stack, COUNT, token);
  expect(lines.filter(line => !line.startsWith('{'))).toEqual([
    expect.stringMatching(
      /^200 in [\d.]+ ms: Query\.appointments → api [\d.]+ ms \(appointment\.page.+rows\) \[request 1-[\da-f-]+\]$/,
    ),
  ]);
  expect(lines.join()).not.toContain(token);
});

test('the clock of the stack can be moved: what is answered and what is signed follow', async () => {
  const asOf = async (): Promise<string> =>
    String(Object((await ask(stack, '{ overview { asOf } }')).data?.['overview']).asOf);
  expect(Date.parse(await asOf()) - NOW.getTime()).toBeLessThan(300_000);
  const early = await stack.token('admin');
  stack.setClock(new Date('2031-01-01T00:00:00Z'));
  expect(await asOf()).toMatch(/^2031-01-01T0/);
  expect((await ask(stack, COUNT, early)).errors?.[0]?.message).toBe('Token has expired.');
  stack.setClock(NOW);
  expect((await ask(stack, COUNT, early)).errors).toBeUndefined();
});

test(
  'the connections of the function are lost: that is Internal at worst, and the next request is answered',
  OF_WHOLE_STACKS,
  async () => {
    await ask(stack, COUNT);
    await ownerRuns(
      stack,
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()`,
    );
    const pid = readFileSync(path.join(parent, 'first/postgres/data/postmaster.pid'), 'utf8').split(
      '\n',
    )[0];
    process.kill(Number(pid), 'SIGQUIT');
    await expect
      .poll(() => lines, { timeout: 15_000 })
      .toContain('PostgreSQL has ended by itself; starting it again.');
    await expect
      .poll(async () => (await ask(stack, COUNT)).errors?.[0]?.errorType ?? 'answered', {
        timeout: 15_000,
      })
      .toBe('answered');
    const types = lines.flatMap(line => /errors: \d+ (\w+)/.exec(line)?.[1] ?? []);
    expect(types.filter(type => type !== 'Internal')).toEqual([]);
  },
);

test(
  'two stacks run side by side with data and settings of their own',
  OF_WHOLE_STACKS,
  async () => {
    const second = await start('second', { demo: 'none', introspection: false });
    try {
      const schema = '{ __schema { queryType { name } } }';
      expect((await ask(stack, schema)).data).toEqual({
        __schema: { queryType: { name: 'Query' } },
      });
      expect((await ask(second, schema)).errors?.[0]?.message).toMatch(/^Validation error of type/);
      expect((await ask(second, '{ __typename }')).data).toEqual({ __typename: 'Query' });
      expect((await ask(second, COUNT)).data).toEqual({ appointments: { totalCount: 0 } });
      expect((await ask(stack, COUNT)).data).not.toEqual({ appointments: { totalCount: 0 } });
      const foreign = await ask(second, COUNT, await stack.token('admin'));
      expect(foreign.errors?.[0]?.errorType).toBe('UnauthorizedException');
    } finally {
      await second.stop();
    }
  },
);

test('a data directory in use is refused in a sentence', async () => {
  const refused = start('first', { demo: 'none' });
  await expect(refused).rejects.toThrow(CannotStart);
  await expect(refused).rejects.toThrow(
    /first is in use by another stack \(process \d+\); stop it/,
  );
});

test(
  'data and keys survive a restart; a second import adds nothing or is refused; --reset starts afresh',
  OF_WHOLE_STACKS,
  async () => {
    const token = await stack.token('scheduler');
    const before = await ask(stack, COUNT, token);
    await stack.stop();
    stack = await start('first', { importFrom: SAMPLE });
    expect(await ask(stack, COUNT, token)).toEqual(before);
    await ownerRuns(stack, "update customer set notes = 'x' where id = '7000000000000102'");
    await stack.stop();
    await expect(start('first', { importFrom: SAMPLE })).rejects.toThrow(
      /^--import .*: nothing was imported, because 1 thing cannot be taken:\n.*DIFFERS.*\n.*--reset starts afresh/,
    );
    stack = await start('first');
    expect(await ask(stack, COUNT, token)).toEqual(before);
    await stack.stop();
    stack = await start('first', { reset: true, demo: 'none' });
    expect((await ask(stack, COUNT)).data).toEqual({ appointments: { totalCount: 0 } });
  },
);

test(
  'a database of a newer version is refused, and nothing of the attempt stays behind',
  OF_WHOLE_STACKS,
  async () => {
    await ownerRuns(
      stack,
      "insert into schema_migration (number, name, checksum) values (9999, '9999_later', 'x')",
    );
    await stack.stop();
    const refused = start('first', { demo: 'none' });
    await expect(refused).rejects.toThrow(CannotStart);
    await expect(refused).rejects.toThrow(
      /^The data directory was made by a newer version; use that version, or another --data-dir: .*9999_later/,
    );
    // Neither the lock nor the server is held: the same folder can be started afresh at once.
    stack = await start('first', { reset: true, demo: 'none' });
  },
);

test(
  'a stack that is told to end while it starts leaves nothing behind',
  OF_WHOLE_STACKS,
  async () => {
    const ending = new AbortController();
    const starting = start('third', { signal: ending.signal, importFrom: SAMPLE });
    setTimeout(() => ending.abort(), 300);
    await expect(starting).rejects.toThrow(/aborted/);
    const again = await start('third', { demo: 'none' });
    await again.stop();
    await again.ended;
  },
);
