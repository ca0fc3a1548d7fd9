import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CannotStart } from '../../../local/cannot-start.ts';
import { LOCAL_CREDENTIALS } from '../../../local/identity/sigv4.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { createBucket } from '../../../services/s3/client.ts';
import { chance } from '../../support/random.ts';
import { startS3 } from '../../support/s3.ts';

// The machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const PROCESS = path.join(import.meta.dirname, '../../support/s3-process.ts');
const NAME = 'killed';

let directory: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'meetassist-s3-kill-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(directory, { recursive: true });
});

async function startProcess(): Promise<{ bucket: Bucket; kill: () => Promise<void> }> {
  const started = spawn(process.execPath, [PROCESS, directory, NAME], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const [line]: unknown[] = await once(started.stdout, 'data');
  return {
    bucket: createBucket({
      name: NAME,
      region: 'ap-southeast-1',
      endpoint: String(line).trim(),
      credentials: LOCAL_CREDENTIALS,
      attempts: 1,
      timeoutMs: 5_000,
    }),
    async kill() {
      started.kill('SIGKILL');
      await once(started, 'exit');
    },
  };
}

/** A body that tells from any of its lines which version it is. */
const bodyOf = (version: number): Buffer =>
  Buffer.from(`version ${version}\n`.repeat(1 + (version % 7) * 9_000));

test('killed at any moment, every object is whole, and none that was acknowledged is lost', async () => {
  const random = chance(17);
  const keys = ['a', 'a/b', 'archive/date=2026-11-20/x.csv'];
  const acknowledged = new Map<string, number>();
  let version = 0;
  for (let round = 1; round <= 5; round += 1) {
    const { bucket, kill } = await startProcess();
    const writers = keys.map(async key => {
      for (;;) {
        version += 1;
        const mine = version;
        await bucket.write(key, bodyOf(mine), 'text/plain');
        acknowledged.set(key, mine);
      }
    });
    const ends = Promise.allSettled(writers);
    await sleep(random.between(50, 500));
    await kill();
    await ends;

    const s3 = await startS3({ directory });
    const found = await s3.bucket({ name: NAME });
    for (const key of keys) {
      const object = await found.read(key);
      const held = Number(/^version (\d+)\n/.exec(object?.body.toString() ?? '')?.[1] ?? 0);
      expect(held).toBeGreaterThanOrEqual(acknowledged.get(key) ?? 0);
      if (!object) continue;
      expect(object.body.equals(bodyOf(held))).toBe(true);
      expect(object.etag).toBe(createHash('md5').update(object.body).digest('hex'));
      expect((await found.head(key))?.bytes).toBe(object.body.length);
    }
    expect(await readdir(path.join(directory, NAME, 'incoming'))).toEqual([]);
    await s3.close();
  }
});

test('an upload in parts that was broken off is no object after a restart, and stands in nobody’s way', async () => {
  const first = await startS3({ directory });
  const bucket = await first.bucket({ name: NAME, attempts: 1 });
  // The client goes away before the last step, and cannot tidy up either.
  first.fail('STOP_BEFORE_STORING', { operation: 'CompleteMultipartUpload' });
  first.fail('REFUSE', { operation: 'AbortMultipartUpload' });
  const body = Buffer.alloc(9_000_000, 'line\n');
  async function* pieces(): AsyncGenerator<Buffer> {
    yield body;
  }
  await expect(bucket.write('big', pieces(), 'text/csv')).rejects.toThrow('big');
  await first.close();
  const uploads = path.join(directory, NAME, 'uploads');
  expect(await readdir(uploads)).toHaveLength(1);

  const second = await startS3({ directory });
  const again = await second.bucket({ name: NAME });
  expect(await again.head('big')).toBeUndefined();
  await again.write('big', pieces(), 'text/csv');
  expect((await again.read('big'))?.body.equals(body)).toBe(true);
  expect(await readdir(uploads)).toHaveLength(1);
  await second.close();
});

test('an object whose file was damaged is not taken for one that is not there', async () => {
  const first = await startS3({ directory });
  await (await first.bucket({ name: NAME })).create('k', Buffer.from('value'), 'text/plain');
  await first.close();
  const objects = path.join(directory, NAME, 'objects');
  const [folder = ''] = await readdir(objects);
  const [file = ''] = await readdir(path.join(objects, folder));
  await truncate(path.join(objects, folder, file), 20);
  await expect(startS3({ directory, buckets: [NAME] })).rejects.toThrow(CannotStart);
});
