import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCrowd, tally } from '../support/crowd.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { meanwhile, untilWaiting } from '../support/interleaving.ts';
import { chance } from '../support/random.ts';
import { refusalOf } from '../support/refusals.ts';
import { rollupNames, storedAndCounted } from '../support/rollup-checks.ts';
import { expectSound } from '../support/soundness.ts';
import { startService, type Service } from '../support/service.ts';

interface Feedback {
  readonly rating: number;
  readonly comment: string | null;
  readonly version: number;
}

let db: TestDatabase;
let service: Service;
let make: Given;
let consultantId: number;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  make = given(db.owner);
  consultantId = (await make.consultant()).id;
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

const record = (appointmentId: unknown, said: object) =>
  service.ask<Feedback>('Mutation.recordFeedback', {
    appointmentId: String(appointmentId),
    ...said,
  });

/** Meetings that took place, one a day. */
let day = 0;
async function held(count: number): Promise<number[]> {
  const rows = await make.appointments(count, () => ({
    consultant_id: consultantId,
    date: new Date(Date.UTC(2024, 0, ++day)).toISOString().slice(0, 10),
    status: 'COMPLETED',
    outcome: 'ATTENDED',
  }));
  return rows.map(({ id }) => id);
}
const heldOne = async () => (await held(1))[0] ?? 0;

async function commentsOf(appointmentId: number): Promise<unknown[]> {
  const { rows } = await db.owner.query<{ rating: number; comment: string | null }>(
    `select rating::float8 as rating, comment from feedback where appointment_id = $1`,
    [appointmentId],
  );
  return rows;
}

describe('recording feedback', () => {
  test('takes every half from 0 to 5, exactly', async () => {
    const halves = Array.from({ length: 11 }, (_, i) => i / 2);
    const ids = await held(halves.length);
    for (const [i, rating] of halves.entries()) {
      expect(await record(ids[i], { rating })).toMatchObject({ rating, comment: null, version: 1 });
    }
  });

  test.for([-0.5, -0.000_001, 0.25, 4.75, 4.999_999_9, 5.5, 1e300, NaN, Infinity, -Infinity])(
    'P-31: refuses %d',
    async rating => {
      const id = await heldOne();
      expect(await refusalOf(record(id, { rating }))).toEqual({
        type: 'InvalidInput',
        reason: 'BAD_RATING',
        field: 'rating',
      });
      expect(await commentsOf(id)).toEqual([]);
    },
  );

  test('takes a comment of 2,000 characters, as people count them, and keeps it as it is', async () => {
    const comment = '😀'.repeat(1990) + ' "a"\r\n\\N,';
    const id = await heldOne();
    expect(await record(id, { rating: 5, comment })).toMatchObject({ comment });
    const refused = record(await heldOne(), { rating: 5, comment: '😀'.repeat(2001) });
    expect(await refusalOf(refused)).toMatchObject({ reason: 'BAD_LENGTH', field: 'comment' });
  });

  test('is refused where no meeting took place, and says how far it came', async () => {
    const period = { consultant_id: consultantId, date: '2022-01-01' };
    const pending = await make.appointment({ ...period, start_time: '08:00:00' });
    const confirmed = await make.appointment({
      ...period,
      start_time: '09:00:00',
      status: 'CONFIRMED',
    });
    const cancelled = await make.appointment({ ...period, status: 'CANCELLED' });
    const missed = await make.appointment({
      ...period,
      start_time: '10:00:00',
      status: 'COMPLETED',
      outcome: 'NO_SHOW',
    });
    const refusal = (id: number) => refusalOf(record(id, { rating: 4 }));
    for (const { id, status, outcome } of [pending, confirmed, cancelled, missed]) {
      expect(await refusal(id)).toEqual({
        type: 'Conflict',
        reason: 'NO_MEETING',
        status,
        outcome,
      });
      expect(await commentsOf(id)).toEqual([]);
    }
    expect(await refusal(4_711_000)).toEqual({
      type: 'NotFound',
      reason: 'APPOINTMENT_NOT_FOUND',
      id: '4711000',
    });
  });

  test('counts for imported meetings, whose outcome nobody noted', async () => {
    const { id } = await make.appointment({
      consultant_id: consultantId,
      date: '2023-01-01',
      status: 'COMPLETED',
    });
    expect(await record(id, { rating: 4 })).toMatchObject({ rating: 4 });
  });

  test('is refused when somebody who goes past the API notes at that moment that nobody came', async () => {
    const { id } = await make.appointment({
      consultant_id: consultantId,
      date: '2023-01-02',
      status: 'COMPLETED',
    });
    const refused = await meanwhile(db, 'owner', async other => {
      await other.query(`update appointment set outcome = 'NO_SHOW' where id = $1`, [id]);
      const recorded = refusalOf(record(id, { rating: 4 }));
      await untilWaiting(db);
      await other.query('commit');
      return recorded;
    });
    expect(refused).toMatchObject({ reason: 'NO_MEETING' });
    expect(await commentsOf(id)).toEqual([]);
  });

  test('is heard once: a second opinion is refused, and the first one stays', async () => {
    const id = await heldOne();
    await record(id, { rating: 4.5, comment: 'first' });
    expect(await refusalOf(record(id, { rating: 1, comment: 'second' }))).toEqual({
      type: 'Conflict',
      reason: 'FEEDBACK_EXISTS',
    });
    expect(await commentsOf(id)).toEqual([{ rating: 4.5, comment: 'first' }]);
  });

  test('under a token gives the first answer again', async () => {
    const id = await heldOne();
    const said = { rating: 3.5, comment: 'ok', clientToken: 'said-once' };
    const first = await record(id, said);
    expect(await record(id, said)).toEqual(first);
    expect(await refusalOf(record(id, { ...said, rating: 4 }))).toMatchObject({
      reason: 'TOKEN_REUSED',
    });
  });

  test('of many at once is one row for a meeting; the average is exact afterwards', async () => {
    const crowd = startCrowd(db.connection('api'), 24);
    const ids = await held(8);
    const dice = chance(7);
    const replies = await crowd.all('Mutation.recordFeedback', i => ({
      appointmentId: String(ids[i % 8]),
      rating: dice.between(0, 10) / 2,
    }));
    expect(tally(replies)).toEqual({ ok: 8, FEEDBACK_EXISTS: 16 });
    const id = await heldOne();
    const again = await crowd.all('Mutation.recordFeedback', () => ({
      appointmentId: String(id),
      rating: 4,
      clientToken: 'many',
    }));
    expect(tally(again)).toEqual({ ok: 24 });
    await crowd.close();
    for (const name of rollupNames) {
      const { stored, counted } = await storedAndCounted(db.owner, name);
      expect(stored, name).toEqual(counted);
    }
    await expectSound(db);
  });
});
