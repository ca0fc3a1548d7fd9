import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The public half as a key set lists it, with its `kid`. */
  readonly jwk: JWK & { readonly kid: string };
}

const FILE = 'user-pool-key.pem';

/**
 * The RSA key of the user pool, made on first use and kept in the data directory (readable by its owner only), so that
 * tokens outlive a restart of the stack. Two stacks that start at once end up with the same key.
 */
export async function openSigningKey(directory: string): Promise<SigningKey> {
  const file = join(directory, FILE);
  const pem = (await readPem(file)) ?? (await createPem(directory, file));
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pem);
  } catch (cause) {
    throw new Error(`${file} is not a private key; delete it and a new one is made.`, { cause });
  }
  const publicKey = createPublicKey(privateKey);
  const { kty, n, e } = await exportJWK(publicKey);
  const jwk: JWK = { kty: kty ?? 'RSA', n: n ?? '', e: e ?? '', alg: 'RS256', use: 'sig' };
  return { privateKey, publicKey, jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk) } };
}

async function readPem(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

async function createPem(directory: string, file: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  // A name of its own: also within one process several may be at it.
  const draft = `${file}.${randomUUID()}.new`;
  await writeFile(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    // A link fails where a rename would replace the key that somebody else has just made.
    await link(draft, file);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}
