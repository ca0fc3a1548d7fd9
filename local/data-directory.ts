import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { CannotStart } from './cannot-start.ts';
import { discardPostgres } from './postgres/discard.ts';
import { LockHeld, takeLock, type ProcessLock } from './process-lock.ts';

/** The folder in which one stack keeps everything between its runs. Held by one process at a time. */
export interface DataDirectory {
  readonly postgres: string;
  /** What the S3 server holds. */
  readonly s3: string;
  /** Passwords and keys; for our own account alone. */
  readonly secrets: string;
  /** The bundled handlers of this run. */
  readonly functions: string;
  /** Which rules of EventBridge are on. */
  readonly events: string;
  release(): void;
}

/** Raised when a stack could no longer use what an older version left here. */
const FORMAT = 1;
const MARK = 'stack.json';
const LOCK = 'stack.lock';

/**
 * Opens `folder`, or makes it, for this process alone. `reset` removes what an earlier stack kept there. A folder that
 * holds anything else is never touched. Throws {@link CannotStart}.
 */
export async function openDataDirectory(
  folder: string,
  { reset = false, log = () => {} }: { reset?: boolean; log?: (line: string) => void } = {},
): Promise<DataDirectory> {
  const root = path.resolve(folder);
  try {
    ensureFolder(root, folder);
    requireOurs(root, folder);
    const lock = lockFolder(root, folder);
    try {
      if (reset) await clear(root, log);
      return opened(root, folder, lock);
    } catch (cause) {
      lock.release();
      throw cause;
    }
  } catch (cause) {
    if (!isRefusedBySystem(cause)) throw cause;
    throw new CannotStart(`The data directory ${folder} cannot be used: ${cause.message}.`, {
      cause,
    });
  }
}

function opened(root: string, folder: string, lock: ProcessLock): DataDirectory {
  requireKnownFormat(root, folder);
  writeFileSync(path.join(root, MARK), `${JSON.stringify({ format: FORMAT })}\n`);
  const secrets = path.join(root, 'secrets');
  mkdirSync(secrets, { recursive: true, mode: 0o700 });
  return {
    postgres: path.join(root, 'postgres'),
    s3: path.join(root, 's3'),
    secrets,
    functions: path.join(root, 'functions'),
    events: path.join(root, 'events'),
    release: () => lock.release(),
  };
}

function ensureFolder(root: string, folder: string): void {
  try {
    makeFolder(root);
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) {
      throw new CannotStart(
        `The data directory ${folder} cannot be made: something on the way to it leads nowhere, or takes no folders.`,
      );
    }
    if (!isCode(cause, 'EEXIST', 'ENOTDIR')) throw cause;
    throw new CannotStart(
      `The data directory ${folder} is a file, or lies below one; name a folder.`,
    );
  }
}

/** With the folders above it. Node's own `recursive` never ends where the system takes no folders, such as in /proc. */
function makeFolder(folder: string): void {
  const above = path.dirname(folder);
  if (above !== folder && !lstatSync(above, { throwIfNoEntry: false })) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (cause) {
    // A link that leads nowhere is there, and no folder.
    if (!isCode(cause, 'EEXIST') || !statSync(folder).isDirectory()) throw cause;
  }
}

function requireOurs(root: string, folder: string): void {
  const names = readdirSync(root);
  if (names.includes(MARK) || names.every(name => name.startsWith(LOCK))) return;
  throw new CannotStart(
    `${folder} holds files but no ${MARK}, so it is not the data directory of a stack; name an empty or a new folder.`,
  );
}

function lockFolder(root: string, folder: string): ProcessLock {
  try {
    return takeLock(path.join(root, LOCK));
  } catch (cause) {
    if (cause instanceof LockHeld) {
      throw new CannotStart(
        `The data directory ${folder} is in use by another stack (process ${cause.pid}); stop it, or use another --data-dir.`,
      );
    }
    throw cause;
  }
}

/** The mark goes last, so that a reset that was cut short can be repeated. */
async function clear(root: string, log: (line: string) => void): Promise<void> {
  await discardPostgres(path.join(root, 'postgres'), log);
  for (const name of readdirSync(root)) {
    if (name !== MARK && !name.startsWith(LOCK)) rmSync(path.join(root, name), { recursive: true });
  }
  rmSync(path.join(root, MARK), { force: true });
}

function requireKnownFormat(root: string, folder: string): void {
  const file = path.join(root, MARK);
  if (!lstatSync(file, { throwIfNoEntry: false })) return;
  const format = formatIn(readFileSync(file, 'utf8'));
  if (format === undefined) {
    throw new CannotStart(`${path.join(folder, MARK)} cannot be read; --reset starts afresh.`);
  }
  if (format > FORMAT) {
    throw new CannotStart(
      `The data directory ${folder} was made by a newer version (format ${format}; this one knows ${FORMAT}); ` +
        'use that version, or another --data-dir.',
    );
  }
}

function formatIn(text: string): number | undefined {
  try {
    const mark: unknown = JSON.parse(text);
    const format = typeof mark === 'object' && mark && 'format' in mark ? mark.format : undefined;
    return typeof format === 'number' ? format : undefined;
  } catch {
    return undefined;
  }
}

function isRefusedBySystem(cause: unknown): cause is Error {
  return isCode(cause, 'EACCES', 'EPERM', 'EROFS', 'ENOSPC');
}

function isCode(cause: unknown, ...codes: string[]): boolean {
  return cause instanceof Error && 'code' in cause && codes.includes(String(cause.code));
}
