import { chownSync, existsSync, statSync } from 'node:fs';
import path from 'node:path';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY: Account = { uid: 65534, gid: 65534 };

/**
 * The account that PostgreSQL runs as when it is not our own. PostgreSQL refuses to run as root, and initdb needs an
 * account that has a name: `nobody` is there on every Linux.
 */
export function serverAccount(): Account | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/** Gives a file or folder to the account of the server; does nothing when that is our own. */
export function giveToServer(file: string): void {
  const account = serverAccount();
  if (account) chownSync(file, account.uid, account.gid);
}

/** Whether the server's account can get to `folder`: every folder above it, and it itself, lets others through. */
export function reachable(folder: string): boolean {
  if (!serverAccount()) return true;
  for (let each = path.resolve(folder); ; each = path.dirname(each)) {
    if (existsSync(each) && (statSync(each).mode & 0o001) === 0) return false;
    if (each === path.dirname(each)) return true;
  }
}
