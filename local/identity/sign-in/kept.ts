import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the user pool keeps between runs, readable by its owner only. */
export interface Kept {
  /** Verifiers by user name. */
  verifiers: Record<string, { readonly salt: string; readonly verifier: string }>;
  /** From which the answers about users that do not exist are made. */
  decoySecret: string;
  /** Of each sign-in that has not ended, and of each that was revoked before its tokens expired. */
  sessions: KeptSession[];
}

export interface KeptSession {
  /** `origin_jti` of every token of this sign-in. */
  readonly id: string;
  readonly username: string;
  /** SHA-256 of the refresh token; null for a token that came without one. */
  readonly refreshHash: string | null;
  /** Seconds since 1970, like those in tokens. */
  readonly authTime: number;
  readonly expiresAt: number;
  revoked: boolean;
}

const FILE = 'user-pool.json';

/** Undefined when nothing was kept yet. */
export function readKept(directory: string): Kept | undefined {
  const file = path.join(directory, FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
  try {
    const kept: unknown = JSON.parse(text);
    if (isKept(kept)) return kept;
  } catch {
    // Said below.
  }
  throw new Error(
    `${file} cannot be read; delete it, and everybody signs in anew with the documented password.`,
  );
}

/** Whoever reads the file sees it as it was before or as it is now. */
export function writeKept(directory: string, kept: Kept): void {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, FILE);
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
  renameSync(draft, file);
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'verifiers' in value &&
    typeof value.verifiers === 'object' &&
    value.verifiers !== null &&
    'decoySecret' in value &&
    typeof value.decoySecret === 'string' &&
    'sessions' in value &&
    Array.isArray(value.sessions)
  );
}
