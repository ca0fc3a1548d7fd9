import { expect, test } from 'vitest';
import { type Database } from '../../services/db/connection.ts';
import { callerOf } from '../../services/identity/caller.ts';
import { type Scope } from '../../services/operation/operation.ts';
import { unlessBooked } from '../../services/people/booked-mutations.ts';
import { type Ahead } from '../../services/people/store.ts';
import { officeTime } from '../../services/shared/clock.ts';
import { conflict } from '../../services/shared/conflicts.ts';
import { OFFICE_ZONE, people } from '../support/service.ts';

const refusal = conflict('HAS_FUTURE_APPOINTMENTS', 'there are appointments ahead');
const somebody = { kind: 'customer', id: 'zalo-1' } as const;

/** A database that finds these appointments ahead, one look after the other. */
function finding(...looks: readonly Ahead[]): Scope {
  const left = [...looks];
  const db: Database = {
    rows: <Row>() => Promise.resolve([left.shift()] as Row[]),
    transaction: () => Promise.reject(new Error('not asked for')),
  };
  const now = officeTime(new Date('2025-03-05T05:00:00Z'), OFFICE_ZONE);
  return {
    db,
    now,
    caller: callerOf(people.admin),
    notes: { changed: () => {}, say: () => {} },
    seesPersonalData: true,
    writesAppointments: true,
    writesCatalogue: true,
  };
}

/** Work that is refused so many times before it is done. */
function refused(times: number): () => Promise<unknown> {
  let left = times;
  return () => (left-- > 0 ? Promise.reject(refusal) : Promise.resolve('done'));
}

const none: Ahead = { count: 0, ids: [] };
const two: Ahead = { count: 2, ids: ['7', '8'] };

test('a refusal says how many appointments lie ahead, and which', async () => {
  await expect(unlessBooked(finding(two), somebody, refused(1))).rejects.toMatchObject({
    message: refusal.message,
    info: { reason: 'HAS_FUTURE_APPOINTMENTS', ...two },
  });
});

test('when they are called off before they are looked at, it is tried again', async () => {
  expect(await unlessBooked(finding(none), somebody, refused(1))).toBe('done');
  expect(await unlessBooked(finding(none, none), somebody, refused(2))).toBe('done');
});

test('but not for ever', async () => {
  const work = unlessBooked(finding(none, none, none), somebody, refused(99));
  await expect(work).rejects.toMatchObject({ info: { count: 0, ids: [] } });
});

test('any other refusal is as it was', async () => {
  const other = conflict('STALE_VERSION', 'another version');
  await expect(unlessBooked(finding(), somebody, () => Promise.reject(other))).rejects.toBe(other);
});
