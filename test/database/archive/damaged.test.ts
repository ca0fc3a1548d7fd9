import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RestoreRefused } from '../../../services/archive/restore-refused.ts';
import { copyArchive } from '../../support/archive/copy-archive.ts';
import { damages } from '../../support/archive/damages.ts';
import { type MemoryArchive } from '../../support/archive/memory-archive.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { writeArchive } from '../../support/archive/write-archive.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../../support/database.ts';
import { fillAtRandom } from '../../support/random-office.ts';

const options = { now: new Date('2026-11-20T03:00:00Z'), zone: 'Asia/Ho_Chi_Minh' };
let sound: MemoryArchive;
let to: TestDatabase;
let empty: Awaited<ReturnType<typeof textOf>>;
beforeAll(async () => {
  await withDatabase(async from => {
    await fillAtRandom(from, { appointments: 60, today: '2026-11-20', seed: 2 });
    await from.owner.query(
      `insert into assignment (appointment_id, to_consultant_id, strategy, actor)
       select id, consultant_id, 'MANUAL', 'a' from appointment where consultant_id is not null`,
    );
    const client = await from.owner.connect();
    sound = await writeArchive(client);
    client.release();
  });
  to = await createDatabase();
  empty = await textOf(to);
});
afterAll(() => to.drop());

describe('P-03: nothing of an archive in which something is wrong is restored', () => {
  test.for(damages)('$what', async ({ inflict, reason, place = {} }) => {
    const archive = copyArchive(sound);
    const file = inflict(archive);
    const refusal = await restored(to, archive, options).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(refusal instanceof RestoreRefused)) throw refusal ?? new Error('it was restored');
    expect({ reason: refusal.reason, place: refusal.place }).toMatchObject({
      reason,
      place: { ...(file !== undefined && { file }), ...place },
    });
    expect(refusal.message).not.toMatch(/Mai Anh|zalo-|77777|COPY|select|is_admin/);
    expect(await textOf(to)).toEqual(empty);
  });

  test('and what is right is restored into the same database afterwards', async () => {
    await restored(to, sound, options);
    expect((await textOf(to)).appointment).toHaveLength(60);
  });
});
