import { type Database, type Queryable } from '../../services/db/connection.ts';
import { sql, type Sql } from '../../services/db/sql.ts';
import { openHandler } from './api.ts';
import { argumentsOf, type Booking } from './bookings.ts';

/** The statements of a transaction that books. */
export interface BookingStatements {
  /** Sent together, ahead of the insert. */
  readonly first: readonly Sql[];
  /** Gives `id`. */
  readonly insert: Sql;
  /** Sent together, after the insert. */
  readonly then: readonly Sql[];
}

/** Stands for what differs from booking to booking; no other bound value is like one of these. */
const sample: Booking = {
  customer_id: 'the customer of the booking',
  consultant_id: 900_000_001,
  date: '2999-12-31',
  start_time: '20:21:22',
  duration_minutes: 179,
};
const SAMPLE_TOKEN = 'the token of the booking';
const SAMPLE_ID = 900_000_002;

/** What a bound value stands for: a column of `bench_booking`, or what only the running booking knows. */
export type Part = keyof Booking | 'token' | 'id';

/** Undefined for a value that is the same in every booking. */
export function partOf(value: unknown): Part | undefined {
  if (value === SAMPLE_TOKEN) return 'token';
  if (String(value) === String(SAMPLE_ID)) return 'id';
  return (Object.keys(sample) as (keyof Booking)[]).find(
    name => String(sample[name]) === String(value),
  );
}

/** The insert alone, in a transaction in somebody's name, into a table of the same columns. */
export function insertInto(table: 'appointment' | 'bench_bare', now: Date): BookingStatements {
  const { customer_id, consultant_id, date, start_time, duration_minutes } = sample;
  const row = sql`(customer_id, consultant_id, date, start_time, duration_minutes, description)
    values (${customer_id}, ${consultant_id}, ${date}, ${start_time}, ${duration_minutes}, ${'Tư vấn chọn ngành cho con'})
    returning id`;
  return {
    first: [sql`begin`, settingsAt(now.toISOString())],
    insert:
      table === 'appointment'
        ? sql`insert into appointment ${row}`
        : sql`insert into bench_bare ${row}`,
    then: [],
  };
}

/** All that `createAppointment` runs, in its order: it is asked for the sample, and answered that all went well. */
export async function wholeBooking(now: Date): Promise<BookingStatements> {
  const run: { name: string; statement: Sql }[] = [];
  const recording: Queryable = {
    rows: <Row>(name: string, statement: Sql) => {
      run.push({ name, statement });
      const found = name === 'clientToken.find' ? [] : [{ id: SAMPLE_ID, item: { id: SAMPLE_ID } }];
      return Promise.resolve(found as Row[]);
    },
  };
  const db: Database = {
    ...recording,
    transaction: (_change, work) => {
      run.push({ name: 'transaction.begin', statement: sql`begin` });
      run.push({ name: 'transaction.change', statement: settingsAt(now.toISOString()) });
      return work(recording);
    },
  };
  await openHandler(db, now).change(
    'Mutation.createAppointment',
    argumentsOf(sample, SAMPLE_TOKEN),
  );
  const at = run.findIndex(({ statement }) => /insert into appointment/.test(statement.text));
  const insert = run[at]?.statement;
  if (!insert) throw new Error('createAppointment inserts no appointment');
  return {
    first: run.slice(0, at).map(({ statement }) => statement),
    insert,
    then: run.slice(at + 1).map(({ statement }) => statement),
  };
}

/** As services/db/transaction.ts says who does what and why. */
function settingsAt(instant: string): Sql {
  return sql`select set_config('meetassist.now', ${instant}, true), set_config('meetassist.actor', ${'bench'}, true),
    set_config('meetassist.actor_name', ${'bench'}, true), set_config('meetassist.action', ${'createAppointment'}, true),
    set_config('meetassist.reason', ${''}, true)`;
}
