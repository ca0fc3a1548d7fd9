import { expect, test } from 'vitest';
import { type Database } from '../../services/db/connection.ts';
import { callerOf } from '../../services/identity/caller.ts';
import { changeRow } from '../../services/operation/conditional.ts';
import { type Scope } from '../../services/operation/operation.ts';
import { officeTime } from '../../services/shared/clock.ts';
import { OFFICE_ZONE, people } from '../support/service.ts';

const db: Database = {
  rows: () => Promise.reject(new Error('not asked for')),
  transaction: (_, work) => work(db),
};
const scope: Scope = {
  db,
  now: officeTime(new Date('2025-03-05T05:00:00Z'), OFFICE_ZONE),
  caller: callerOf(people.admin),
  notes: { changed: () => {}, say: () => {} },
  seesPersonalData: true,
  writesAppointments: true,
  writesCatalogue: true,
};

/** A row that somebody else changes after the change did not find it, before its state is looked at. */
function changedMeanwhile(items: readonly unknown[], version?: number): Promise<unknown> {
  const left = [...items];
  return changeRow(
    scope,
    { action: 'confirmAppointment' },
    {
      kind: 'appointment',
      id: '7',
      version,
      run: () => Promise.resolve(false),
      read: () => Promise.resolve(left.shift()),
      state: () => Promise.resolve({ version: 2 }),
      isDone: () => version === undefined,
      obstacle: () => undefined,
    },
  );
}

test('what somebody else has done meanwhile is answered as it is then, not as it was before', async () => {
  const [before, after] = [{ status: 'PENDING' }, { status: 'CONFIRMED' }];
  expect(await changedMeanwhile([before, after])).toBe(after);
  expect(await changedMeanwhile([undefined, after])).toBe(after);
});

test('a stale version brings the entity of the version that it names', async () => {
  const [before, after] = [{ version: 1 }, { version: 2 }];
  await expect(changedMeanwhile([before, after], 1)).rejects.toMatchObject({
    info: { reason: 'STALE_VERSION', version: 2, current: after },
  });
});

test('what is gone by then is not found', async () => {
  await expect(changedMeanwhile([{ status: 'PENDING' }, undefined])).rejects.toMatchObject({
    info: { reason: 'APPOINTMENT_NOT_FOUND' },
  });
});
