import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockHeld, takeLock, type ProcessLock } from '../process-lock.ts';
import { serverAccount } from './account.ts';
import { openCluster, serverEnvironment, SUPERUSER, type Cluster } from './initdb.ts';
import { locate } from './location.ts';
import { findPrograms, type Programs } from './programs.ts';
import { noSocket, type SocketSettings, trustedSocket } from './trusted-socket.ts';
import { readPostmaster, recover, shutDown } from './postmaster.ts';

export interface PostgresOptions {
  /** Everything of the server is kept here; made when absent. Removed with {@link removeLocated}. */
  readonly directory: string;
  /** 0 or absent: a free port chosen by the system. */
  readonly port?: number;
  /** False: nothing is forced to disk, for tests. Default true. */
  readonly durable?: boolean;
  /** A folder with a socket by which whoever may enter it is let in as whom they say. Absent: there is none. */
  readonly trustedSocket?: string;
  /** Told in sentences what is out of the ordinary. */
  readonly log?: (line: string) => void;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface PostgresServer {
  readonly port: number;
  readonly pid: number;
  readonly superuser: Credentials;
  /** The address of a database, for the superuser unless said otherwise. */
  url(database: string, as?: Credentials): string;
  /** Resolves when the server process is gone, whoever ended it. */
  readonly ended: Promise<void>;
  /** Fast shutdown; resolves when the process is gone. May be called again. */
  stop(): Promise<void>;
}

/** A port found free may be taken by the time PostgreSQL binds it. */
const ATTEMPTS = 5;
/** A statement under way looks now and then whether its server is still there. */
const ORPHANS_END_WITHIN_MS = 20_000;

/**
 * Starts PostgreSQL on 127.0.0.1, as its own process group, so that Ctrl-C in the terminal reaches only this process,
 * which stops the server last. Throws with a sentence when the directory is in use by a living process.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { directory, durable = true, log = () => {} } = options;
  const folder = realpathSync(locate(directory));
  const lock = lockFolder(folder, directory);
  try {
    const programs = findPrograms();
    const cluster = await openCluster(folder, programs, durable);
    await recover(cluster.data, log);
    const sockets = options.trustedSocket ? trustedSocket(options.trustedSocket) : noSocket;
    const start = () =>
      launch({ programs, cluster, folder, durable, sockets, port: options.port || 0 });
    return serverOf(await firstThatBinds(start, options.port ? 1 : ATTEMPTS), cluster, lock);
  } catch (cause) {
    lock.release();
    throw cause;
  }
}

interface Launch {
  readonly programs: Programs;
  readonly cluster: Cluster;
  readonly folder: string;
  readonly durable: boolean;
  readonly sockets: SocketSettings;
  readonly port: number;
}

interface Running {
  readonly pid: number;
  readonly port: number;
  readonly ended: Promise<void>;
}

function lockFolder(folder: string, directory: string): ProcessLock {
  try {
    return takeLock(path.join(folder, 'server.lock'));
  } catch (cause) {
    if (!(cause instanceof LockHeld)) throw cause;
    throw new Error(`The database in ${directory} is in use by process ${cause.pid}.`, { cause });
  }
}

async function firstThatBinds(start: () => Promise<Running>, attempts: number): Promise<Running> {
  const patient = performance.now() + ORPHANS_END_WITHIN_MS;
  for (let left = attempts; ;) {
    try {
      return await start();
    } catch (cause) {
      const words = cause instanceof Error ? cause.message : '';
      // What served the sessions of a server that was killed ends by itself, but not at once.
      if (words.includes('is still in use') && performance.now() < patient) await sleep(50);
      else if (words.includes('Address already in use') && left > 1) left -= 1;
      else throw cause;
    }
  }
}

async function launch(options: Launch): Promise<Running> {
  const { programs, cluster, folder, durable, sockets, port } = options;
  const chosen = port || (await freePort());
  const logFile = path.join(folder, 'server.log');
  // Emptied, then appended to: what is left of a killed server may still write there too.
  closeSync(openSync(logFile, 'w', 0o600));
  const logTo = openSync(logFile, 'a');
  const child = spawn(programs.postgres, serverArguments(cluster.data, chosen, durable, sockets), {
    ...serverAccount(),
    cwd: cluster.data,
    env: serverEnvironment,
    detached: true,
    // A file and not a pipe: the server must not depend on this process to read what it says.
    stdio: ['ignore', logTo, logTo],
  });
  closeSync(logTo);
  // When this process ends without having stopped the server, the server is told to stop by itself.
  const onExit = () => void child.kill('SIGINT');
  process.once('exit', onExit);
  let failure: Error | undefined;
  let over = false;
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    child.once('error', error => {
      failure = error;
      resolve();
    });
  });
  void ended.then(() => {
    over = true;
    process.off('exit', onExit);
  });
  while (!isReady(cluster.data, child.pid)) {
    if (over) throw new Error(`PostgreSQL did not start: ${failure?.message ?? tail(logFile)}`);
    await sleep(4);
  }
  return { pid: child.pid ?? 0, port: chosen, ended };
}

function serverArguments(
  data: string,
  port: number,
  durable: boolean,
  sockets: SocketSettings,
): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    ...sockets,
    // The server's own log names what went wrong, but never quotes a row or a statement.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data, '-p', String(port), ...given];
}

function isReady(data: string, pid: number | undefined): boolean {
  const postmaster = readPostmaster(data);
  return postmaster !== undefined && postmaster.pid === pid && postmaster.ready;
}

function tail(logFile: string): string {
  return readFileSync(logFile, 'utf8').slice(-2000).trim() || 'it said nothing';
}

function serverOf(
  { pid, port, ended }: Running,
  cluster: Cluster,
  lock: ProcessLock,
): PostgresServer {
  const superuser = { user: SUPERUSER, password: cluster.superuserPassword };
  let over = false;
  void ended.then(() => {
    over = true;
    lock.release();
  });
  let stopping: Promise<void> | undefined;
  return {
    port,
    pid,
    superuser,
    url: (database: string, { user, password }: Credentials = superuser) =>
      `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    ended,
    stop: () => (stopping ??= shutDown(pid, () => !over)),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
