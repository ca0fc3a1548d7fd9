import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { directorySource } from '../../../services/archive/directory-source.ts';
import { fillWithOddRows } from '../../support/archive/odd-rows.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { writeArchive } from '../../support/archive/write-archive.ts';
import { withDatabase } from '../../support/database.ts';

const options = { now: new Date('2024-03-01T03:00:00Z'), zone: 'Asia/Ho_Chi_Minh' };

/** What a server may be set to. Reading the rows takes no notice of it. */
const servers = [
  { seed: 1, zone: 'UTC', datestyle: 'ISO, YMD' },
  { seed: 2, zone: 'Pacific/Chatham', datestyle: 'German, DMY' },
  { seed: 3, zone: 'America/St_Johns', datestyle: 'SQL, MDY' },
  { seed: 4, zone: 'Asia/Ho_Chi_Minh', datestyle: 'Postgres, DMY' },
];

test.for(servers)(
  'P-02, P-12, P-13: odd rows come back as they were: seed $seed, $datestyle, $zone',
  async ({ seed, zone, datestyle }) => {
    await withDatabase(from =>
      withDatabase(async to => {
        await fillWithOddRows(from, seed);
        const client = await from.owner.connect();
        const archive = await writeArchive(client);
        client.release();
        const before = await textOf(from);
        expect(Object.values(before).every(rows => rows.length > 0)).toBe(true);
        await restored(to, archive, options, { timezone: zone, datestyle });
        expect(await textOf(to)).toEqual(before);
      }),
    );
  },
);

test('objects too large to be kept are passed on as they come', async () => {
  await withDatabase(async from => {
    await from.owner.query(`
      insert into program (name, date, content)
      select 'Ngày hội ' || i, '2024-03-01', repeat(i || E'\\N,"\\.\\r\\n', 2000) || '😀' from generate_series(1, 400) i`);
    const client = await from.owner.connect();
    const archive = await writeArchive(client);
    client.release();
    const { key, bytes } = archive.entry('program', 'all');
    expect(bytes).toBeGreaterThan(5 << 20);
    await withDatabase(async to => {
      const body = archive.objects.get(key) ?? Buffer.alloc(0);
      const damaged = Buffer.from(body);
      damaged.write('7', damaged.length - 2);
      archive.objects.set(key, damaged);
      await expect(restored(to, archive, options)).rejects.toMatchObject({
        reason: 'OBJECT_DAMAGED',
        place: { file: key },
      });
      archive.objects.set(key, body);
      await restored(to, archive, options);
      expect(await textOf(to)).toEqual(await textOf(from));
    });
  });
});

test('a folder with a copy of the bucket is an archive too', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'archive-'));
  try {
    await withDatabase(async from => {
      await fillWithOddRows(from, 5);
      const client = await from.owner.connect();
      const { objects } = await writeArchive(client);
      client.release();
      for (const [key, body] of objects) {
        await mkdir(path.dirname(path.join(folder, key)), { recursive: true });
        await writeFile(path.join(folder, key), body);
      }
      await withDatabase(async to => {
        await restored(to, directorySource(folder), options);
        expect(await textOf(to)).toEqual(await textOf(from));
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('P-20: a folder without an archive is nothing to restore from, and one that cannot be read is an error', async () => {
  await withDatabase(async to => {
    await expect(restored(to, directorySource('/nowhere'), options)).rejects.toMatchObject({
      reason: 'NO_ARCHIVE',
    });
    const folder = await mkdtemp(path.join(tmpdir(), 'archive-'));
    await mkdir(path.join(folder, 'metadata/archive_info.json'), { recursive: true });
    try {
      await expect(restored(to, directorySource(folder), options)).rejects.toMatchObject({
        code: 'EISDIR',
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
