import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { startS3 } from '../../support/s3.ts';

const NAME = 'expiring';
const rules = [
  { prefix: 'exports/', days: 7 },
  { prefix: 'data/uploads/', days: 30 },
];

async function keysOf(bucket: Bucket): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list('')) keys.push(key);
  return keys;
}

test('what is older than its rule is gone when the server starts, and nothing else', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'meetassist-s3-expiry-'));
  const written = Date.now();
  const after = async <T>(days: number, use: (bucket: Bucket) => Promise<T>): Promise<T> => {
    const s3 = await startS3({
      directory,
      expiry: rules,
      clock: () => new Date(written + days * 86_400_000),
    });
    try {
      return await use(await s3.bucket({ name: NAME }));
    } finally {
      await s3.close();
    }
  };
  const keys = ['archive/program/all/x.csv', 'data/own.csv', 'data/uploads/y', 'exports/z'];
  try {
    await after(0, async bucket => {
      for (const key of keys) await bucket.write(key, Buffer.from(key), 'text/plain');
    });
    // Requests are signed by the machine's clock, which the server's is ahead of: so each look is a start of its own.
    const left: Record<number, string[]> = {};
    for (const days of [6, 8, 31]) {
      await after(days, () => Promise.resolve());
      left[days] = await after(0, keysOf);
    }
    expect(left).toEqual({ 6: keys, 8: keys.slice(0, 3), 31: keys.slice(0, 2) });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
