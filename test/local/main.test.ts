import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { discardPostgres } from '../../local/postgres/discard.ts';

const MAIN = path.join(import.meta.dirname, '../../local/main.ts');

let parent: string;
let dataDir: string;
const running = new Set<ChildProcess>();

beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'meetassist-main-'));
  chmodSync(parent, 0o755);
  dataDir = path.join(parent, 'data');
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await Promise.all([...running].map(child => once(child, 'exit')));
});
afterAll(async () => {
  await discardPostgres(path.join(dataDir, 'postgres'), () => {});
  rmSync(parent, { recursive: true });
});

interface Run {
  readonly child: ChildProcess;
  out: string;
  err: string;
  /** Resolves with the exit code. */
  readonly exit: Promise<number | null>;
}

function npmStart(...args: string[]): Run {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const exit = new Promise<number | null>(resolve => {
    child.once('close', code => {
      running.delete(child);
      resolve(code);
    });
  });
  const run: Run = { child, out: '', err: '', exit };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (run.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (run.err += text));
  return run;
}

async function readyUrl(run: Run): Promise<string> {
  const ready = async (): Promise<string> => {
    const url = /^ready (http:\/\/127\.0\.0\.1:\d+\/)\n$/m.exec(run.out)?.[1];
    if (url === undefined) throw new Error(`not ready: ${run.out}${run.err}`);
    return url;
  };
  await expect.poll(() => ready().catch(() => ''), { timeout: 30_000 }).not.toBe('');
  return ready();
}

function start(...args: string[]): Run {
  return npmStart('--port', '0', '--data-dir', dataDir, '--demo', 'none', ...args);
}

function postgresPid(): number {
  const file = path.join(dataDir, 'postgres/data/postmaster.pid');
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('--help prints the options and nothing starts', async () => {
  const run = npmStart('--help');
  expect(await run.exit).toBe(0);
  expect(run.out).toContain('--data-dir <folder>');
});

test.for([
  ['an unknown option', () => ['--prot', '1'], /^There is no option --prot; see --help\.\n$/],
  [
    'a folder that is not ours',
    () => {
      const folder = path.join(parent, 'documents');
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'letter.txt'), '');
      return ['--port', '0', '--data-dir', folder, '--reset'];
    },
    /^.*documents holds files but no stack\.json, .*\n$/,
  ],
  [
    'a folder of a newer version',
    () => {
      const folder = path.join(parent, 'newer');
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'stack.json'), '{"format":99}');
      return ['--port', '0', '--data-dir', folder];
    },
    /^The data directory .*newer was made by a newer version \(format 99; .*\n$/,
  ],
] as const)('%s is answered with one sentence and exit code 1', async ([, args, sentence]) => {
  const run = npmStart(...args());
  expect(await run.exit).toBe(1);
  expect(run.err).toMatch(sentence);
  expect(run.out).toBe('');
});

test('a port in use is answered with one sentence and exit code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = String(typeof address === 'object' ? address?.port : '');
  const run = npmStart('--port', port, '--data-dir', dataDir);
  expect(await run.exit).toBe(1);
  expect(run.err).toBe(`Port ${port} is in use by another program; use another --port.\n`);
  const beside = npmStart('--port', '0', '--s3-port', port, '--data-dir', dataDir);
  expect(await beside.exit).toBe(1);
  expect(beside.err).toBe(`Port ${port} is in use by another program; use another --s3-port.\n`);
  other.close();
});

test('Ctrl-C, also twice, ends everything with exit code 0', async () => {
  const run = start();
  await readyUrl(run);
  const postgres = postgresPid();
  run.child.kill('SIGINT');
  run.child.kill('SIGINT');
  expect(await run.exit).toBe(0);
  expect(alive(postgres)).toBe(false);
  expect(run.err).toBe('');
});

test('told to end while it starts, it ends with exit code 0 and without a word', async () => {
  const run = start();
  const held = (): boolean => existsSync(path.join(dataDir, 'stack.lock'));
  await expect.poll(held, { timeout: 30_000 }).toBe(true);
  run.child.kill('SIGTERM');
  expect(await run.exit).toBe(0);
  expect(run.err).toBe('');
});

test('after kill -9 the next start recovers by itself', async () => {
  const first = start();
  await readyUrl(first);
  const orphan = postgresPid();
  first.child.kill('SIGKILL');
  await first.exit;
  expect(alive(orphan)).toBe(true);
  const second = start();
  const url = await readyUrl(second);
  expect(alive(orphan)).toBe(false);
  expect(await (await fetch(`${url}local/health`)).json()).toEqual({ status: 'ready' });
  second.child.kill('SIGINT');
  expect(await second.exit).toBe(0);
});
