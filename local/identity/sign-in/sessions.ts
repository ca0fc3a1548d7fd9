import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { notAuthorized } from './errors.ts';
import { type Kept, type KeptSession } from './kept.ts';

export type Session = Readonly<KeptSession>;

/** The sign-ins, each with the one refresh token that it has for thirty days. */
export interface Sessions {
  start(username: string): { session: Session; refreshToken: string };
  /** The sign-in of a refresh token. Throws as Cognito does when it is unknown, revoked or expired. */
  refresh(refreshToken: string): Session;
  /** Ends the sign-in of a refresh token; nothing when there is none. */
  revoke(refreshToken: string): void;
  /** Ends every sign-in of a user, and the one with that `origin_jti` also when it is not known here. */
  revokeAll(username: string, id: string): void;
  isRevoked(id: string): boolean;
}

export interface SessionsOptions {
  readonly kept: Kept;
  /** Called after each change. */
  readonly save: () => void;
  readonly clock: () => Date;
}

/** As long as Cognito makes them by default. */
const REFRESH_TOKEN_SECONDS = 30 * 24 * 3600;
/** The oldest go first when there are more: each change writes all of them down. */
const MOST = 1_000;

export function openSessions({ kept, save, clock }: SessionsOptions): Sessions {
  const seconds = (): number => Math.floor(clock().getTime() / 1000);
  const add = (session: KeptSession): void => {
    const now = seconds();
    kept.sessions = [...kept.sessions.filter(each => each.expiresAt > now), session].slice(-MOST);
  };
  const find = (refreshToken: string): KeptSession | undefined => {
    const hash = hashOf(refreshToken);
    return kept.sessions.find(each => each.refreshHash === hash);
  };
  return {
    start(username) {
      const refreshToken = randomBytes(96).toString('base64url');
      const now = seconds();
      const session: KeptSession = {
        id: randomUUID(),
        username,
        refreshHash: hashOf(refreshToken),
        authTime: now,
        expiresAt: now + REFRESH_TOKEN_SECONDS,
        revoked: false,
      };
      add(session);
      save();
      return { session, refreshToken };
    },
    refresh(refreshToken) {
      const session = find(refreshToken);
      if (!session) throw notAuthorized('Invalid Refresh Token');
      if (session.revoked) throw notAuthorized('Refresh Token has been revoked');
      if (session.expiresAt <= seconds()) throw notAuthorized('Refresh Token has expired');
      return session;
    },
    revoke(refreshToken) {
      const session = find(refreshToken);
      if (!session) return;
      session.revoked = true;
      save();
    },
    revokeAll(username, id) {
      for (const each of kept.sessions) if (each.username === username) each.revoked = true;
      if (!kept.sessions.some(each => each.id === id)) {
        const authTime = seconds();
        const expiresAt = authTime + REFRESH_TOKEN_SECONDS;
        add({ id, username, refreshHash: null, authTime, expiresAt, revoked: true });
      }
      save();
    },
    isRevoked: id => kept.sessions.some(each => each.id === id && each.revoked),
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
