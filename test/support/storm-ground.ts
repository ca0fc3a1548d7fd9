import { type ClientBase, type Pool } from 'pg';
import { given } from './given.ts';
import { type Ground } from './storm.ts';

/** Noon of the first day, by which storms go. */
export const STORM_NOW = '2025-03-05T12:00:00+07:00';

export const ground: Ground = {
  days: ['2025-03-05', '2025-03-06', '2025-03-07'],
  consultants: 6,
  customers: 10,
  programs: 6,
  appointments: 80,
  timeslots: 60,
  started: 16,
};

/** Puts it into an empty database: everybody free on some hours, and this morning's appointments. */
export async function fillGround(owner: Pool | ClientBase): Promise<void> {
  const make = given(owner);
  await make.customers(ground.customers, i => ({ id: `zalo-${i + 1}` }));
  await make.consultants(ground.consultants, i => ({ id: i + 1 }));
  for (const date of ground.days) {
    for (let i = 0; i < 16; i++) {
      const [consultant_id, hour] = [(i % 4) + 1, 8 + 2 * Math.floor(i / 4)];
      await make.timeslot({
        consultant_id,
        date,
        start_time: `${hour}:00`,
        end_time: `${hour + 1}:00`,
      });
    }
  }
  // This morning's, to be completed.
  for (let i = 0; i < ground.started; i++) {
    await make.appointment({
      customer_id: `zalo-${(i % 8) + 1}`,
      consultant_id: (i % 4) + 1,
      date: '2025-03-05',
      start_time: `${8 + Math.floor(i / 4)}:00`,
      status: 'CONFIRMED',
    });
  }
  for (let id = 1; id <= ground.programs; id++) {
    await make.program({ id, capacity: 1 + (id % 3), date: '2025-03-05' });
  }
  for (const table of ['consultant', 'program']) {
    await owner.query(`select setval(pg_get_serial_sequence('${table}', 'id'), 100)`);
  }
}
