import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClockAnswers, type Question } from '../support/clock-question.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { startService, type AnsweredPage, type Service } from '../support/service.ts';

const zones = ['UTC', 'Asia/Ho_Chi_Minh', 'America/Los_Angeles'] as const;
/** Of the office; before seven in the morning the day of UTC is still the one before. */
const times = ['00:00:00', '06:59:59', '12:00:00', '23:59:59'] as const;
const moments = times.map(time => `2025-03-05T${time}+07:00`);

const run = promisify(execFile);

async function answersIn(processZone: string, question: Question): Promise<ClockAnswers> {
  const { stdout } = await run(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      new URL('../support/clock-answers.ts', import.meta.url).pathname,
    ],
    {
      env: { PATH: process.env['PATH'], TZ: processZone, QUESTION: JSON.stringify(question) },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return JSON.parse(stdout) as ClockAnswers;
}

describe('P-40: zones of process and session make no difference', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createDatabase();
    await fillAtRandom(db, { appointments: 150, today: '2025-03-05', seed: 12 });
  });
  afterAll(() => db.drop());

  test('nine pairs of zones answer alike at four moments', async () => {
    const question = { connection: db.connection('api'), sessionZones: zones, moments };
    const [first, ...others] = await Promise.all(zones.map(zone => answersIn(zone, question)));
    expect([first, ...others].map(one => one?.processOffset)).toEqual([0, 7, -8]);
    const expected = new Map(
      first?.answers.slice(0, moments.length).map(({ moment, answer }) => [moment, answer]),
    );
    for (const { processOffset, answers } of [first, ...others].filter(one => one !== undefined)) {
      expect(answers).toHaveLength(zones.length * moments.length);
      for (const { sessionZone, moment, answer } of answers) {
        expect(answer, `${processOffset}, ${sessionZone}, ${moment}`).toEqual(expected.get(moment));
      }
    }
    expect(
      new Set([...expected.values()].map(value => JSON.stringify(value))).size,
      'the clock matters',
    ).toBe(4);
  }, 60_000);
});

describe('what a moment makes of the same rows', () => {
  let db: TestDatabase;
  let service: Service;
  beforeAll(async () => {
    db = await createDatabase();
    service = startService(db.connection('api'));
    const make = given(db.owner);
    await make.consultant({ id: 1 });
    const row = { consultant_id: 1, created_at: '2025-02-27T00:00:00+07:00' };
    // One at each edge of the day, one on the day before and after.
    await make.appointment({ ...row, date: '2025-03-04', start_time: '23:00:00' });
    await make.appointment({
      ...row,
      date: '2025-03-05',
      start_time: '00:00:00',
      duration_minutes: 5,
    });
    await make.appointment({
      ...row,
      date: '2025-03-05',
      start_time: '07:00:00',
      status: 'CONFIRMED',
    });
    await make.appointment({
      ...row,
      date: '2025-03-05',
      start_time: '12:00:00',
      created_at: '2025-02-26T23:59:59+07:00',
    });
    await make.appointment({ ...row, date: '2025-03-06', start_time: '00:00:00' });
    await make.timeslot({ consultant_id: 1, date: '2025-03-05', start_time: '09:00:00' });
  });
  afterAll(async () => {
    await service.close();
    await db.drop();
  });

  test.for([
    [
      '2025-03-04T23:59:59+07:00',
      { today: 1, upcoming: 4, pendingOverdue: 1, createdLast7Days: 5 },
      'FREE',
    ],
    [
      '2025-03-05T00:00:00+07:00',
      { today: 3, upcoming: 3, pendingOverdue: 2, createdLast7Days: 4 },
      'FREE',
    ],
    [
      '2025-03-05T06:59:59+07:00',
      { today: 3, upcoming: 3, pendingOverdue: 2, createdLast7Days: 4 },
      'FREE',
    ],
    [
      '2025-03-05T07:00:00+07:00',
      { today: 3, upcoming: 2, pendingOverdue: 2, createdLast7Days: 4 },
      'FREE',
    ],
    [
      '2025-03-05T09:00:00+07:00',
      { today: 3, upcoming: 2, pendingOverdue: 2, createdLast7Days: 4 },
      'PAST',
    ],
    [
      '2025-03-05T12:00:00+07:00',
      { today: 3, upcoming: 1, pendingOverdue: 3, createdLast7Days: 4 },
      'PAST',
    ],
    [
      '2025-03-05T23:59:59+07:00',
      { today: 3, upcoming: 1, pendingOverdue: 3, createdLast7Days: 4 },
      'PAST',
    ],
    [
      '2025-03-06T00:00:00+07:00',
      { today: 1, upcoming: 0, pendingOverdue: 4, createdLast7Days: 0 },
      'PAST',
    ],
  ] as const)('%s', async ([instant, totals, state]) => {
    service.at(instant);
    const overview = await service.ask<{ appointments: object; asOf: string }>('Query.overview');
    expect(overview.appointments).toMatchObject(totals);
    expect(Date.parse(overview.asOf)).toBe(Date.parse(instant));
    const slots = await service.ask<AnsweredPage<{ state: string }>>('Query.timeslots', {
      filter: { from: '2025-03-01' },
    });
    expect(slots.items.map(slot => slot.state)).toEqual([state]);
  });

  test.for([
    ['2025-03-05T00:00:00+07:00', '2025-02-04', '2025-03-05'],
    ['2025-03-04T23:59:59+07:00', '2025-02-03', '2025-03-04'],
  ] as const)('at %s the last 30 days are %s to %s', async ([instant, from, to]) => {
    service.at(instant);
    for (const operation of ['consultantStatistics', 'customerStatistics', 'programStatistics']) {
      expect(await service.ask(`Query.${operation}`)).toMatchObject({ from, to });
    }
    expect(await service.ask('Query.overview')).toMatchObject({ period: { from, to } });
  });

  test('the week of a workload begins today, and so do slots without a range', async () => {
    service.at('2025-03-06T00:00:00+07:00');
    const [load] = await service.askEach('Consultant.workload', [1]);
    expect(load).toMatchObject({ from: '2025-03-06', to: '2025-03-12' });
    expect(await service.ask('Query.timeslots')).toMatchObject({ items: [] });
    service.at('2025-03-05T23:59:59+07:00');
    expect(await service.ask('Query.timeslots')).toMatchObject({ items: [{ state: 'PAST' }] });
  });
});
