import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** A file that says which process holds something. It is worthless once that process is gone, however it went. */
export interface ProcessLock {
  release(): void;
}

/** Thrown when a process that is still alive holds the lock. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
  readonly pid: number;
  constructor(file: string, pid: number) {
    super(`${file} is held by process ${pid}`);
    this.pid = pid;
  }
}

/**
 * Takes `file` for this process. A lock left by a process that was killed is taken over. The folder must exist.
 * Two processes that try at the same moment never both succeed: the file appears under its name complete or not at all.
 */
export function takeLock(file: string): ProcessLock {
  const own = identityOf(process.pid) ?? `${process.pid}`;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, own, { mode: 0o644 });
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        return { release: () => releaseLock(file, own) };
      } catch (cause) {
        if (!isCode(cause, 'EEXIST')) throw cause;
      }
      const holder = lockHolder(file);
      if (holder !== undefined) throw new LockHeld(file, holder);
      moveAside(file, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The living process that holds `file`, if any. */
export function lockHolder(file: string): number | undefined {
  const content = readText(file);
  const pid = Number(content?.split(' ')[0]);
  return content && identityOf(pid) === content ? pid : undefined;
}

function releaseLock(file: string, own: string): void {
  if (readText(file) === own) rmSync(file, { force: true });
}

/** Between looking and moving another process may have taken over: what was moved is looked at again, and put back. */
function moveAside(file: string, aside: string): void {
  try {
    renameSync(file, aside);
    const holder = lockHolder(aside);
    if (holder !== undefined) {
      renameSync(aside, file);
      throw new LockHeld(file, holder);
    }
    rmSync(aside, { force: true });
  } catch (cause) {
    if (!isCode(cause, 'ENOENT')) throw cause;
  }
}

/** `<pid> <when it started>`: a process number alone is used again by the system. Absent when there is no such process. */
function identityOf(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform !== 'linux') return identityByPs(pid);
  const stat = readText(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets and may hold spaces; the third is the state, the 22nd the start.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A process that ended and whose parent has not asked for its exit code yet holds nothing any more.
  return !fields?.[19] || fields[0] === 'Z' ? undefined : `${pid} ${fields[19]}`;
}

function identityByPs(pid: number): string | undefined {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' });
    return `${pid} ${started.trim()}`;
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
