import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '../../../local/s3/list-operation.ts';
import { compareKeys, placeOf } from '../../../local/s3/key-order.ts';
import { clientConfig } from '../../../services/s3/settings.ts';
import { type Chance, chance } from '../../support/random.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

const byBytes = (a: string, b: string): number => Buffer.from(a).compare(Buffer.from(b));

/** Short keys over few characters, so that they begin alike; some characters are beyond the first 65,536. */
function someKeys(random: Chance): string[] {
  const characters = ['a', 'b', '/', '/', 'ơ', '\ud7ff', '\ue000', '\uffee', '😀', '\u0001'];
  const keys = Array.from({ length: 120 }, () =>
    Array.from({ length: random.between(1, 6) }, () => random.of(characters)).join(''),
  );
  return [...new Set(keys)];
}

/** What a list must hold, told in the simplest way. */
function expectedList(keys: readonly string[], prefix: string, delimiter: string) {
  const entries = keys
    .filter(key => key.startsWith(prefix))
    .map(key => {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return end < 0 ? key : `${key.slice(0, end + delimiter.length)} …`;
    });
  const plain = (entry: string): string => entry.replace(/ …$/, '');
  return [...new Set(entries)].sort((a, b) => byBytes(plain(a), plain(b)));
}

describe('keys', () => {
  test('are ordered as their bytes are', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const keys = someKeys(chance(seed));
      const ordered = [...keys].sort(compareKeys);
      expect(ordered).toEqual([...keys].sort(byBytes));
      for (const key of keys) expect(ordered[placeOf(ordered, key)]).toBe(key);
    }
  });
});

describe('pages', () => {
  test('of any size visit every key and every beginning exactly once, in order', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = chance(seed);
      const keys = someKeys(random).sort(compareKeys);
      const prefix = random.of(['', '', 'a', 'a/', '/', '😀', 'zz']);
      const delimiter = random.of(['', '/', '/', 'b', '//']);
      const size = random.between(1, 30);
      const seen: string[] = [];
      for (let place: Parameters<typeof pageOf>[1]['place'] | undefined = { after: '' }; place;) {
        const page = pageOf(keys, { prefix, delimiter, place, size });
        expect(page.keys.length + page.prefixes.length).toBeLessThanOrEqual(size);
        const both = [...page.keys, ...page.prefixes.map(each => `${each} …`)];
        seen.push(...both.sort((a, b) => byBytes(a.replace(/ …$/, ''), b.replace(/ …$/, ''))));
        place = page.next;
      }
      expect(seen, `seed ${seed}`).toEqual(expectedList(keys, prefix, delimiter));
    }
  });
});

describe('over the wire', () => {
  let s3: TestS3;
  beforeAll(async () => {
    s3 = await startS3();
  });
  afterAll(() => s3.close());

  test('pages, beginnings and places to start are as S3 has them', async () => {
    const bucket = await s3.bucket();
    const client = new S3Client(clientConfig(s3.config(bucket.name)));
    const list = (more: object) =>
      client.send(new ListObjectsV2Command({ Bucket: bucket.name, ...more }));
    const keys = ['a/1', 'a/2', 'a/b/3', 'b', 'c/4', 'd'];
    for (const key of [...keys].reverse()) await bucket.write(key, Buffer.from(key), 'text/plain');

    const first = await list({ Delimiter: '/', MaxKeys: 2 });
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2, MaxKeys: 2, Delimiter: '/' });
    expect(first.CommonPrefixes).toEqual([{ Prefix: 'a/' }]);
    expect(first.Contents).toEqual([
      expect.objectContaining({ Key: 'b', Size: 1, StorageClass: 'STANDARD' }),
    ]);
    const ContinuationToken = first.NextContinuationToken;
    const second = await list({ Delimiter: '/', MaxKeys: 2, ContinuationToken });
    expect(second).toMatchObject({ IsTruncated: false, KeyCount: 2, ContinuationToken });
    expect(second.CommonPrefixes).toEqual([{ Prefix: 'c/' }]);
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['d']);

    const later = await list({ StartAfter: 'a/2', Prefix: 'a/' });
    expect(later.Contents?.map(({ Key }) => Key)).toEqual(['a/b/3']);
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    expect((await list({ MaxKeys: 5_000 })).MaxKeys).toBe(1_000);
    expect((await list({ Prefix: 'none' })).Contents).toBeUndefined();
    await expect(list({ ContinuationToken: 'forged' })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
    await expect(list({ FetchOwner: true })).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
