import { createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';

/**
 * The server's half of the Secure Remote Password protocol (SRP-6a) as Cognito speaks it: SHA-256, the group of 3072
 * bits of RFC 3526, and a session key by HKDF. Numbers travel as hexadecimal; within hashes they are written as Java
 * writes a BigInteger, with a zero byte before a leading one bit.
 */

/** What is kept of a password: it can be checked, not recovered. Both in hexadecimal. */
export interface Verifier {
  readonly salt: string;
  readonly verifier: string;
}

/** The server's secret and public number of one sign-in. */
export interface Exchange {
  readonly secret: bigint;
  readonly public: bigint;
}

const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const G = 2n;
const K = hashOf(bytesOf(N), bytesOf(G));
/** A number below N has 768 digits, and a zero byte before it at most. */
const MOST_DIGITS = 770;

/** `poolName` is the part of the pool's id after the underscore. */
export function verifierOf(
  { poolName, username }: { poolName: string; username: string },
  password: string,
  salt: string = randomBytes(16).toString('hex'),
): Verifier {
  const identity = createHash('sha256').update(`${poolName}${username}:${password}`).digest();
  const x = hashOf(bytesOf(BigInt(`0x${salt}`)), identity);
  return { salt, verifier: power(G, x).toString(16) };
}

/** The client's public number, or null for a text that is none, zero of the group included: it would need no password. */
export function publicNumber(text: string): bigint | null {
  if (text.length > MOST_DIGITS || !/^[0-9a-f]+$/i.test(text)) return null;
  const number = BigInt(`0x${text}`);
  return number % N === 0n ? null : number;
}

export function startExchange({ verifier }: Verifier): Exchange {
  const secret = BigInt(`0x${randomBytes(32).toString('hex')}`);
  return { secret, public: (K * BigInt(`0x${verifier}`) + power(G, secret)) % N };
}

/** The key that the client has as well if it knows the password. */
export function sessionKey(
  exchange: Exchange,
  { verifier }: Verifier,
  clientPublic: bigint,
): Buffer {
  const u = hashOf(bytesOf(clientPublic), bytesOf(exchange.public));
  const shared = power(clientPublic * power(BigInt(`0x${verifier}`), u), exchange.secret);
  const extracted = createHmac('sha256', bytesOf(u)).update(bytesOf(shared)).digest();
  return createHmac('sha256', extracted)
    .update('Caldera Derived Key\u0001')
    .digest()
    .subarray(0, 16);
}

/** What the client sends to show that it has the key. */
export function claimOf(
  key: Buffer,
  about: { poolName: string; username: string; secretBlock: Buffer; timestamp: string },
): Buffer {
  const { poolName, username, secretBlock, timestamp } = about;
  return createHmac('sha256', key)
    .update(poolName)
    .update(username)
    .update(secretBlock)
    .update(timestamp)
    .digest();
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

function hashOf(...parts: readonly Buffer[]): bigint {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return BigInt(`0x${hash.digest('hex')}`);
}

function bytesOf(number: bigint): Buffer {
  const digits = number.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}
