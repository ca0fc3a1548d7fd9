import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';
import { reachable, serverAccount } from './account.ts';

const MOVED = '/var/tmp/meetassist-data-';

/**
 * The real folder behind `folder`, which is made when absent. When PostgreSQL runs as another account and some parent
 * folder is closed to it, the real one lies under /var/tmp and `folder` becomes a symbolic link to it, so that whoever
 * removes or replaces `folder` starts afresh.
 */
export function locate(folder: string): string {
  const present = lstat(folder);
  if (present?.isSymbolicLink()) return followed(folder);
  if (present && !reachable(folder)) {
    throw new Error(
      `${folder} lies in a folder that is closed to other accounts, so PostgreSQL, which refuses to run as root, cannot ` +
        'use it. Use another data directory, or open the folders above it (chmod o+x).',
    );
  }
  if (present) return path.resolve(folder);
  mkdirSync(path.dirname(path.resolve(folder)), { recursive: true });
  if (reachable(path.dirname(path.resolve(folder)))) {
    mkdirSync(folder, { mode: serverAccount() ? 0o755 : 0o700 });
    return path.resolve(folder);
  }
  const real = mkdtempSync(MOVED);
  chmodSync(real, 0o755);
  symlinkSync(real, folder);
  return real;
}

/** Removes a folder made by {@link locate}, wherever it lies. Nothing happens when there is none. */
export function removeLocated(folder: string): void {
  const present = lstat(folder);
  if (present?.isSymbolicLink()) {
    const real = readlinkSync(folder);
    if (real.startsWith(MOVED)) rmSync(real, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

function followed(folder: string): string {
  const real = path.resolve(path.dirname(folder), readlinkSync(folder));
  if (!existsSync(real)) {
    throw new Error(
      `The database of ${folder} was in ${real}, which is gone; --reset starts afresh.`,
    );
  }
  return real;
}

function lstat(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}
