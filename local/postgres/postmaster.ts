import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What the server itself writes into `postmaster.pid` of its data directory.
 * Source: src/include/utils/pidfile.h of PostgreSQL; line 1 is the process number, line 8 the state.
 */
export interface Postmaster {
  readonly pid: number;
  readonly ready: boolean;
}

/** Time for a fast shutdown before the server is told to stop at once (it then repairs itself at the next start). */
const PATIENCE_MS = 8_000;

export function readPostmaster(data: string): Postmaster | undefined {
  try {
    const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/**
 * Leaves no server on `data`: one that outlived its stack (killed with -9) is shut down, and a `postmaster.pid` whose
 * number meanwhile belongs to another program is removed, since PostgreSQL would refuse to start beside it.
 */
export async function recover(data: string, log: (line: string) => void): Promise<void> {
  const postmaster = readPostmaster(data);
  if (!postmaster) return;
  if (serves(postmaster.pid, data)) {
    log(`Stopping a PostgreSQL that an earlier run left behind (process ${postmaster.pid}).`);
    await shutDown(postmaster.pid, () => serves(postmaster.pid, data));
  }
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
}

/** Fast shutdown: sessions are ended, everything is written. Resolves when `running` says that it is over. */
export async function shutDown(pid: number, running: () => boolean): Promise<void> {
  signal(pid, 'SIGINT');
  const impatient = Date.now() + PATIENCE_MS;
  let pressed = false;
  while (running()) {
    if (!pressed && Date.now() > impatient) {
      pressed = true;
      signal(pid, 'SIGQUIT');
    }
    await sleep(5);
  }
}

/** Whether process `pid` is a server of this data directory: the postmaster's working directory is its data. */
function serves(pid: number, data: string): boolean {
  if (!signal(pid, 0)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === data;
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
