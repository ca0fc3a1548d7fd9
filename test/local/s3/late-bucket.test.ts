import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLateBucket } from '../../../services/s3/late-bucket.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

test('a client that could not be made is made for the next request', () =>
  s3.withBucket(async ({ name }) => {
    const config = { ...s3.config(name), region: '' };
    const bucket = createLateBucket(config);
    await expect(bucket.read('k')).rejects.toThrow('Region is missing');
    config.region = s3.config(name).region;
    expect(await bucket.create('k', Buffer.from('v'), 'text/plain')).toBe('created');
    expect((await bucket.read('k'))?.body.toString()).toBe('v');
  }));
