import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { roles } from '../../services/db/roles.ts';

const MAIN = path.join(import.meta.dirname, '../../local/main.ts');

/** The local stack as `npm start` runs it, with a durable database, in a process that can be killed. */
export interface KillableStack {
  /** Where it answers; null while it does not. */
  readonly url: string | null;
  /** The last of what it printed, but for the line of each operation. */
  readonly lastWords: string;
  /** Starts it, if it is not running, on the data that are there; resolves when it is ready. */
  start(): Promise<void>;
  /** `kill -9` on the stack's process; its database is left alone with nobody to mind it. */
  kill(): Promise<void>;
  /** `kill -9` on the database's first process. The stack goes on. */
  killDatabase(): void;
  /** `kill -9` on one of the processes that serve the API: the database undoes everybody's work and starts over. */
  killBackend(): Promise<void>;
  /** Ends the API's sessions, as an operator or a failing network does. */
  terminate(): Promise<void>;
  /** Runs `work` on a connection of the owner. */
  asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export function killableStack(dataDir: string, now: string): KillableStack {
  let child: ChildProcess | undefined;
  let url: string | null = null;
  let printed = '';
  const data = path.join(dataDir, 'postgres/data');
  const postmaster = (): string[] =>
    readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');

  async function as<T>(
    role: keyof typeof roles,
    work: (client: pg.Client) => Promise<T>,
  ): Promise<T> {
    const file = path.join(dataDir, 'secrets/database-roles.json');
    const passwords = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    const client = new pg.Client({
      host: '127.0.0.1',
      port: Number(postmaster()[3]),
      database: 'meetassist',
      user: roles[role],
      password: passwords[role] ?? '',
    });
    client.on('error', () => {});
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => {});
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const mine = child;
    if (!mine || mine.exitCode !== null || mine.signalCode !== null) return;
    mine.kill(signal);
    await once(mine, 'exit');
  }

  const self: KillableStack = {
    get url() {
      return url;
    },
    get lastWords() {
      return printed;
    },
    async start() {
      const args = ['--port', '0', '--data-dir', dataDir, '--demo', 'none', '--now', now];
      const mine = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      child = mine;
      url = await new Promise((resolve, reject) => {
        const hear = (text: string): void => {
          printed = (printed + text.replace(/^\d{3} in .*\n/gm, '')).slice(-2_000);
          const found = /^ready (http:\S+)$/m.exec(text)?.[1];
          if (found !== undefined) resolve(found);
        };
        mine.stdout.setEncoding('utf8').on('data', hear);
        mine.stderr.setEncoding('utf8').on('data', hear);
        mine.once('exit', () => reject(new Error(`the stack did not start:\n${printed}`)));
      });
    },
    async kill() {
      url = null;
      await end('SIGKILL');
    },
    killDatabase() {
      process.kill(Number(postmaster()[0]), 'SIGKILL');
    },
    async killBackend() {
      const { rows } = await as('api', client =>
        client.query<{ pid: number }>(
          `select pid from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()
            order by state = 'active' desc limit 1`,
        ),
      );
      const [one] = rows;
      if (one) process.kill(one.pid, 'SIGKILL');
    },
    async terminate() {
      // A role may end its own sessions; the owner is no superuser.
      await as('api', client =>
        client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()`,
        ),
      );
    },
    asOwner: work => as('owner', work),
    async stop() {
      url = null;
      await end('SIGTERM');
    },
  };
  return self;
}
