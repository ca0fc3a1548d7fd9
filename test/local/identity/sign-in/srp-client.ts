import { createHash, createHmac, getDiffieHellman } from 'node:crypto';

/** The client's half of the protocol, written down anew so that it is a check on the server's. */

const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);

/** What a challenge holds, by the names of Cognito. */
export interface ChallengeParameters {
  readonly SALT: string;
  readonly SRP_B: string;
  readonly SECRET_BLOCK: string;
  readonly USER_ID_FOR_SRP: string;
}

const secret = 0x5eed_0000_1234_5678_9abc_def0n;

export const clientPublic = raise(2n, secret).toString(16);
export const multipleOfPrime = (times: bigint): string => (prime * times).toString(16);

/** `claimed` is the user as whom the answer is given, with the key of the one who was challenged. */
export function answerTo(
  challenge: ChallengeParameters,
  password: string,
  { poolName = 'meetassist', claimed = challenge.USER_ID_FOR_SRP } = {},
): Record<string, string> {
  const { SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP: username } = challenge;
  const served = BigInt(`0x${SRP_B}`);
  const u = number(sha(signed(clientPublic), signed(SRP_B)));
  const x = number(sha(signed(SALT), sha(Buffer.from(`${poolName}${username}:${password}`))));
  const k = number(sha(signed(prime.toString(16)), Buffer.from([2])));
  const base = (((served - k * raise(2n, x)) % prime) + prime) % prime;
  const shared = raise(base, secret + u * x);
  const extracted = mac(signed(u.toString(16)), signed(shared.toString(16)));
  const key = mac(extracted, Buffer.from('Caldera Derived Key\u0001')).subarray(0, 16);
  const timestamp = 'Mon Mar 2 03:04:05 UTC 2026';
  const claim = mac(
    key,
    Buffer.concat([
      Buffer.from(poolName + claimed),
      Buffer.from(SECRET_BLOCK, 'base64'),
      Buffer.from(timestamp),
    ]),
  );
  return {
    USERNAME: claimed,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: claim.toString('base64'),
    TIMESTAMP: timestamp,
  };
}

function raise(base: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return 1n;
  const half = raise((base * base) % prime, exponent / 2n);
  return exponent % 2n === 1n ? (half * base) % prime : half;
}

/** As Java's BigInteger writes a number. */
function signed(hex: string): Buffer {
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const needed = bytes.findIndex(byte => byte !== 0);
  const short = bytes.subarray(Math.max(needed, 0));
  return (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), short]) : short;
}

function sha(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function mac(key: Buffer, data: Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function number(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
