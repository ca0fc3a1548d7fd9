import { type Pool } from 'pg';

const counts = (columns: readonly string[]) =>
  columns.map(column => `sum(${column})::numeric as ${column}`).join(', ');
const statuses = ['pending', 'confirmed', 'completed', 'cancelled'];
const byStatus = statuses
  .map(status => `count(*) filter (where a.status = '${status.toUpperCase()}') as ${status}`)
  .join(', ');
const noShow = `count(*) filter (where a.outcome = 'NO_SHOW') as no_show`;
const minutes = `extract(epoch from t.end_time - t.start_time) / 60`;

/** Each rollup summed over its shards, and the same counted anew; both without rows that are all zero. */
const rollups: readonly (readonly [name: string, stored: string, counted: string])[] = [
  [
    'day_rollup, appointments',
    `select date, ${counts([...statuses, 'no_show', 'unassigned', 'booked_minutes'])} from day_rollup group by date`,
    `select date, ${byStatus}, ${noShow}, count(*) filter (where a.status = 'PENDING' and a.consultant_id is null),
            coalesce(sum(a.duration_minutes) filter (where a.status <> 'CANCELLED' and a.consultant_id is not null), 0)
       from appointment a group by date`,
  ],
  [
    'day_rollup, slots',
    `select date, ${counts(['offered_slots', 'offered_minutes'])} from day_rollup group by date`,
    `select date, count(*), sum(${minutes}) from timeslot t where t.is_available group by date`,
  ],
  [
    'day_rollup, ratings',
    `select date, ${counts(['rated_0', 'rated_1', 'rated_2', 'rated_3', 'rated_4', 'rated_5', 'rating_sum'])} from day_rollup group by date`,
    `select a.date, ${[0, 1, 2, 3, 4, 5].map(stars => `count(*) filter (where floor(f.rating) = ${stars})`).join(', ')}, sum(f.rating)
       from feedback f join appointment a on a.id = f.appointment_id group by a.date`,
  ],
  [
    'consultant_day_rollup, appointments',
    `select consultant_id::text || ' ' || date, ${counts([...statuses, 'no_show', 'booked_minutes'])} from consultant_day_rollup group by 1`,
    `select consultant_id::text || ' ' || date, ${byStatus}, ${noShow}, coalesce(sum(a.duration_minutes) filter (where a.status <> 'CANCELLED'), 0)
       from appointment a where a.consultant_id is not null group by 1`,
  ],
  [
    'consultant_day_rollup, slots and ratings',
    `select consultant_id::text || ' ' || date, ${counts(['offered_minutes', 'rating_count', 'rating_sum'])} from consultant_day_rollup group by 1`,
    `select key, sum(offered), sum(n), sum(rating) from (
       select consultant_id::text || ' ' || date as key, ${minutes} as offered, 0 as n, 0 as rating from timeslot t where t.is_available
       union all
       select consultant_id::text || ' ' || date, 0, 1, f.rating from feedback f join appointment a on a.id = f.appointment_id) parts group by key`,
  ],
  [
    'specialty_day_rollup',
    `select specialty || ' ' || date, ${counts([...statuses, 'no_show'])} from specialty_day_rollup group by 1`,
    `select required_specialty || ' ' || date, ${byStatus}, ${noShow} from appointment a where required_specialty is not null group by 1`,
  ],
  [
    'creation_rollup',
    `select kind || ' ' || date, ${counts(['total'])} from creation_rollup group by 1`,
    `select kind || ' ' || (created_at at time zone 'Asia/Ho_Chi_Minh')::date, count(*) from (
       select 'appointment' as kind, created_at from appointment union all select 'customer', created_at from customer) rows group by 1`,
  ],
  [
    'customer_rollup',
    `select is_disabled, ${counts(['total'])} from customer_rollup group by 1`,
    `select is_disabled, count(*) from customer group by 1`,
  ],
  [
    'consultant_rating_rollup',
    `select consultant_id, ${counts(['rating_count', 'rating_sum'])} from consultant_rating_rollup group by 1`,
    `select a.consultant_id, count(*), sum(f.rating) from feedback f join appointment a on a.id = f.appointment_id
      where a.consultant_id is not null group by 1`,
  ],
  [
    'program_rollup',
    `select program_id, ${counts(['registered', 'attended', 'cancelled'])} from program_rollup group by 1`,
    `select program_id, ${['REGISTERED', 'ATTENDED', 'CANCELLED'].map(status => `count(*) filter (where status = '${status}')`).join(', ')}
       from program_participant group by 1`,
  ],
];

export const rollupNames: readonly string[] = rollups.map(([name]) => name);

/** A rollup as it is stored and as its base tables say it, as lines in the same order; equal when it is exact. */
export async function storedAndCounted(
  owner: Pool,
  name: string,
): Promise<{ stored: string[]; counted: string[] }> {
  const rollup = rollups.find(([each]) => each === name);
  if (!rollup) throw new Error(`there is no rollup ${name}`);
  const [, stored, counted] = rollup;
  return { stored: await linesOf(owner, stored), counted: await linesOf(owner, counted) };
}

async function linesOf(owner: Pool, statement: string): Promise<string[]> {
  const { rows } = await owner.query<unknown[]>({ text: statement, rowMode: 'array' });
  return rows
    .map(row => row.map((value, i) => (i === 0 ? String(value) : Number(value))))
    .filter(([, ...values]) => values.some(value => value !== 0))
    .map(row => row.join(' '))
    .sort();
}
