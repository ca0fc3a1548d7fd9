import { identifier, integer, join, sql, type Sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';

/** A rollup, or the part of it that comes from one kind of row. */
export interface Rollup {
  readonly name: string;
  /** What it counts, for a sentence. */
  readonly of: string;
  /** Where it is stored: table, columns of the key, whether rows are divided into shards, columns of totals. */
  readonly place: {
    readonly table: string;
    readonly key: readonly string[];
    readonly isSharded: boolean;
    readonly totals: readonly string[];
  };
  /** How many columns the key has: `k1`, `k2`. */
  readonly keys: number;
  /** How many totals there are: `t1`, `t2`, … */
  readonly width: number;
  /** Selects keys and totals: what is stored, summed over the shards. */
  readonly stored: Sql;
  /** The same, counted anew: behind `countTables`. Keys whose totals are all zero may be missing in either. */
  readonly counted: Sql;
}

const statuses = ['pending', 'confirmed', 'completed', 'cancelled'];
const ofStatuses = [
  sql`count(*) filter (where a.status = 'PENDING')`,
  sql`count(*) filter (where a.status = 'CONFIRMED')`,
  sql`count(*) filter (where a.status = 'COMPLETED')`,
  sql`count(*) filter (where a.status = 'CANCELLED')`,
  sql`count(*) filter (where a.outcome = 'NO_SHOW')`,
];
const created = sql`(created_at at time zone (select zone from office))::date`;
const sumOf = (column: string) => sql`sum(n.${identifier(column)})`;
const stars = ['rated_0', 'rated_1', 'rated_2', 'rated_3', 'rated_4', 'rated_5'];

/** Every total that triggers keep (0007_rollups.sql), and how it is counted from the rows. */
export const rollups: readonly Rollup[] = [
  {
    name: 'day_rollup_of_appointments',
    of: 'appointments of each day',
    ...sharded('day_rollup', ['date'], [...statuses, 'no_show', 'unassigned', 'booked_minutes']),
    counted: counted(
      [sql`n.date`],
      [
        ...[...statuses, 'no_show'].map(sumOf),
        sql`coalesce(sum(n.pending) filter (where n.consultant_id is null), 0)`,
        sql`coalesce(sum(n.minutes) filter (where n.consultant_id is not null), 0)`,
      ],
      sql`appointment_count n`,
    ),
  },
  {
    name: 'day_rollup_of_slots',
    of: 'offered slots and minutes of each day',
    ...sharded('day_rollup', ['date'], ['offered_slots', 'offered_minutes']),
    counted: counted(
      [sql`n.date`],
      ['slots', 'minutes'].map(sumOf),
      sql`slot_count n where n.slots > 0`,
    ),
  },
  {
    name: 'day_rollup_of_ratings',
    of: 'ratings of the meetings of each day',
    ...sharded('day_rollup', ['date'], [...stars, 'rating_sum']),
    counted: counted([sql`n.date`], [...stars, 'rating_sum'].map(sumOf), sql`rating_count n`),
  },
  {
    name: 'consultant_day_rollup_of_appointments',
    of: 'appointments of each consultant and day',
    ...stored(
      'consultant_day_rollup',
      ['consultant_id', 'date'],
      [...statuses, 'no_show', 'booked_minutes'],
    ),
    counted: named(
      ['consultant_id', 'date'],
      [...statuses, 'no_show', 'minutes'],
      sql`appointment_count n where n.consultant_id is not null`,
    ),
  },
  {
    name: 'consultant_day_rollup_of_slots',
    of: 'offered minutes of each consultant and day',
    ...stored('consultant_day_rollup', ['consultant_id', 'date'], ['offered_minutes']),
    counted: named(['consultant_id', 'date'], ['minutes'], sql`slot_count n where n.slots > 0`),
  },
  {
    name: 'consultant_day_rollup_of_ratings',
    of: 'ratings of each consultant and day',
    ...stored('consultant_day_rollup', ['consultant_id', 'date'], ['rating_count', 'rating_sum']),
    counted: named(['consultant_id', 'date'], ['ratings', 'rating_sum'], sql`rating_count n`),
  },
  {
    name: 'specialty_day_rollup_of_appointments',
    of: 'appointments of each specialty and day',
    ...sharded('specialty_day_rollup', ['specialty', 'date'], [...statuses, 'no_show']),
    counted: counted(
      [sql`a.required_specialty`, sql`a.date`],
      ofStatuses,
      sql`appointment a where a.required_specialty is not null`,
    ),
  },
  {
    name: 'creation_rollup_of_rows',
    of: 'appointments and customers created on each day',
    ...sharded('creation_rollup', ['kind', 'date'], ['total']),
    counted: sql`${counted([sql`'appointment'::text`, created], [sql`count(*)`], sql`appointment`)}
      union all ${counted([sql`'customer'::text`, created], [sql`count(*)`], sql`customer`)}`,
  },
  {
    name: 'customer_rollup_of_customers',
    of: 'enabled and disabled customers',
    ...sharded('customer_rollup', ['is_disabled'], ['total']),
    counted: counted([sql`c.is_disabled`], [sql`count(*)`], sql`customer c`),
  },
  {
    name: 'consultant_rating_rollup_of_ratings',
    of: 'ratings of each consultant',
    ...stored('consultant_rating_rollup', ['consultant_id'], ['rating_count', 'rating_sum']),
    counted: counted(
      [sql`n.consultant_id`],
      ['ratings', 'rating_sum'].map(sumOf),
      sql`rating_count n`,
    ),
  },
  {
    name: 'program_rollup_of_participants',
    of: 'participants of each program',
    ...stored('program_rollup', ['program_id'], ['registered', 'attended', 'cancelled']),
    counted: counted(
      [sql`p.program_id`],
      [
        sql`count(*) filter (where p.status = 'REGISTERED')`,
        sql`count(*) filter (where p.status = 'ATTENDED')`,
        sql`count(*) filter (where p.status = 'CANCELLED')`,
      ],
      sql`program_participant p`,
    ),
  },
];

export const ofTotals: readonly Invariant[] = rollups.map(rollup => {
  const { name, of, keys, width } = rollup;
  const key = numbered('k', keys);
  const totals = (side: Sql) =>
    join(
      numbered('t', width).map(total => sql`coalesce(${side}.${total}, 0)`),
      ', ',
    );
  return invariant(
    name,
    `The totals of the ${of} are what counting gives.`,
    sql`select concat_ws(' ', ${join(key, ', ')}) as id
          from (${rollup.stored}) s full join (${rollup.counted}) c using (${join(key, ', ')})
         where (${totals(sql`s`)}) <> (${totals(sql`c`)})`,
  );
});

type Stored = Pick<Rollup, 'place' | 'keys' | 'width' | 'stored'>;

/** A rollup with one row for each key. */
function stored(table: string, key: readonly string[], totals: readonly string[]): Stored {
  const columns = [...aliased('k', key.map(identifier)), ...aliased('t', totals.map(identifier))];
  return {
    place: { table, key, isSharded: false, totals },
    keys: key.length,
    width: totals.length,
    stored: sql`select ${join(columns, ', ')} from ${identifier(table)}`,
  };
}

/** A rollup with a row for each key and shard. */
function sharded(table: string, key: readonly string[], totals: readonly string[]): Stored {
  const sums = totals.map(total => sql`sum(${identifier(total)})`);
  return {
    place: { table, key, isSharded: true, totals },
    keys: key.length,
    width: totals.length,
    stored: counted(key.map(identifier), sums, identifier(table)),
  };
}

/** What a named query has counted for each key already. */
function named(key: readonly string[], totals: readonly string[], from: Sql): Sql {
  const of = (name: string) => sql`n.${identifier(name)}`;
  const columns = [...aliased('k', key.map(of)), ...aliased('t', totals.map(of))];
  return sql`select ${join(columns, ', ')} from ${from}`;
}

function counted(key: readonly Sql[], totals: readonly Sql[], from: Sql): Sql {
  const columns = [...aliased('k', key), ...aliased('t', totals)];
  const positions = key.map((_, i) => integer(i + 1));
  return sql`select ${join(columns, ', ')} from ${from} group by ${join(positions, ', ')}`;
}

function aliased(letter: 'k' | 't', expressions: readonly Sql[]): Sql[] {
  const names = numbered(letter, expressions.length);
  return expressions.map((expression, i) => sql`${expression} as ${names[i]}`);
}

function numbered(letter: 'k' | 't', count: number): Sql[] {
  return Array.from({ length: count }, (_, i) => identifier(`${letter}${i + 1}`));
}
