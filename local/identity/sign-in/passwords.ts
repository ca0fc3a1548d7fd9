import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { LOCAL_PASSWORD, PERSONAS, userOf } from '../personas.ts';
import { notAuthorized, wrongPassword } from './errors.ts';
import { type Kept } from './kept.ts';
import {
  claimOf,
  type Exchange,
  sessionKey,
  startExchange,
  type Verifier,
  verifierOf,
} from './srp.ts';

/** Checks passwords, in either of two ways; a user that does not exist is treated like one with another password. */
export interface Passwords {
  /** Throws when it is not the user's. */
  check(username: string, password: string): void;
  challenge(username: string, clientPublic: bigint): Challenge;
  /** The user who showed to know the password. A challenge is good for one answer and three minutes. Throws otherwise. */
  answer(response: ChallengeResponse): string;
}

export interface Challenge {
  readonly salt: string;
  /** Hexadecimal. */
  readonly serverPublic: string;
  /** Base64. */
  readonly secretBlock: string;
}

export interface ChallengeResponse {
  readonly username: string;
  readonly secretBlock: string;
  readonly timestamp: string;
  /** Base64. */
  readonly signature: string;
}

/** Verifiers of the personas' password, for a pool that has none yet. */
export function newVerifiers(poolName: string): Record<string, Verifier> {
  return Object.fromEntries(
    PERSONAS.map(userOf).map(({ username }) => [
      username,
      verifierOf({ poolName, username }, LOCAL_PASSWORD),
    ]),
  );
}

interface Pending {
  readonly username: string;
  readonly verifier: Verifier;
  readonly exchange: Exchange;
  readonly clientPublic: bigint;
  readonly startedAt: number;
}

const CHALLENGE_MS = 3 * 60_000;
/** Of those that nobody answers the oldest are forgotten first. */
const MOST_PENDING = 1_000;

export function openPasswords({
  kept,
  poolName,
  clock,
}: {
  readonly kept: Pick<Kept, 'verifiers' | 'decoySecret'>;
  readonly poolName: string;
  readonly clock: () => Date;
}): Passwords {
  const pending = new Map<string, Pending>();
  const verifiers = new Map(Object.entries(kept.verifiers));
  const find = (username: string): Verifier =>
    verifiers.get(username) ?? decoy(kept.decoySecret, username);
  return {
    check(username, password) {
      const known = find(username);
      const given = verifierOf({ poolName, username }, password, known.salt);
      if (!sameBytes(Buffer.from(given.verifier), Buffer.from(known.verifier))) {
        throw wrongPassword();
      }
    },
    challenge(username, clientPublic) {
      const verifier = find(username);
      const exchange = startExchange(verifier);
      const secretBlock = randomBytes(64).toString('base64');
      const startedAt = clock().getTime();
      pending.set(secretBlock, { username, verifier, exchange, clientPublic, startedAt });
      const [oldest] = pending.keys();
      if (pending.size > MOST_PENDING && oldest !== undefined) pending.delete(oldest);
      return { salt: verifier.salt, serverPublic: exchange.public.toString(16), secretBlock };
    },
    answer({ username, secretBlock, timestamp, signature }) {
      const begun = pending.get(secretBlock);
      pending.delete(secretBlock);
      if (begun?.username !== username) throw wrongPassword();
      if (Math.abs(clock().getTime() - begun.startedAt) > CHALLENGE_MS) {
        throw notAuthorized('Invalid session for the user, session is expired.');
      }
      const key = sessionKey(begun.exchange, begun.verifier, begun.clientPublic);
      const about = { poolName, username, secretBlock: Buffer.from(secretBlock, 'base64') };
      const expected = claimOf(key, { ...about, timestamp });
      if (!sameBytes(Buffer.from(signature, 'base64'), expected)) throw wrongPassword();
      return username;
    },
  };
}

/** For a user that does not exist: the same each time, like a real one's, and of a password that nobody knows. */
function decoy(secret: string, username: string): Verifier {
  const digest = (what: string): string =>
    createHmac('sha256', secret).update(`${what}/${username}`).digest('hex');
  const verifier = Array.from({ length: 12 }, (_, part) => digest(`verifier ${part}`)).join('');
  return { salt: digest('salt').slice(0, 32), verifier };
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
