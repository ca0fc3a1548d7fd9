import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase, type Connection } from '../../local/database.ts';
import { startPostgres } from '../../local/postgres/server.ts';
import { createConnection } from '../../services/db/connection.ts';
import { createDispatch, type ServiceReply } from '../../services/handlers/dispatch.ts';
import { operations } from '../../services/handlers/operations.ts';
import { type Report } from '../report.ts';

const DAY = '2026-12-01';
const ROUNDS = 7;
const BAR_MS = 1_000;
const zone = 'Asia/Ho_Chi_Minh';

interface DayKind {
  readonly title: string;
  /** A time and a whole number of minutes, of the request with number `n`. */
  readonly start: string;
  readonly minutes: string;
}

const kinds: readonly DayKind[] = [
  { title: 'hours', start: `time '08:00' + make_interval(hours => n % 9)`, minutes: '60' },
  {
    title: 'any periods',
    start: `time '08:00' + make_interval(mins => (n * 7919) % 96 * 5)`,
    minutes: `(array[30, 45, 60, 90])[1 + n % 4]`,
  },
];

/**
 * A whole day's assignment, 500 requests and 100 consultants, planned and written by the handler. Milliseconds have no partner in
 * a ratio here, so the bar is on the quickest run: the others tell what else the machine was doing.
 */
export async function benchDay(report: Report, now: Date): Promise<void> {
  report.line();
  report.line('autoAssignDay, 500 requests, 100 consultants, median ms of seven runs');
  const directory = mkdtempSync(path.join(tmpdir(), 'meetassist-bench-day-'));
  const secrets = path.join(directory, 'secrets');
  mkdirSync(secrets);
  const server = await startPostgres({ directory: path.join(directory, 'postgres') });
  try {
    const { api } = await openDatabase(server, { secrets, zone });
    const client = new pg.Client({ connectionString: server.url(api.database) });
    await client.connect();
    try {
      for (const kind of kinds) await benchKind(report, client, api, now, kind);
    } finally {
      await client.end();
    }
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function benchKind(
  report: Report,
  client: pg.Client,
  connection: Connection,
  now: Date,
  kind: DayKind,
): Promise<void> {
  const db = createConnection({
    ...connection,
    tls: false,
    statementTimeoutMs: 20_000,
    zone,
    applicationName: 'bench',
  });
  const dispatch = createDispatch(operations, { db, clock: () => now, zone });
  const ask = async (dryRun: boolean) => {
    const started = performance.now();
    const reply = (await dispatch({
      operation: 'Mutation.autoAssignDay',
      input: { date: DAY, dryRun },
      identity: { sub: 'bench', username: 'bench', groups: ['admin'] },
      selection: {
        graphql: '{ bound optimal assigned { appointment { id } consultant { id fullName } } }',
      },
    })) as ServiceReply;
    if ('error' in reply) throw new Error(reply.error.message);
    const plan = reply.data as { bound: number; optimal: boolean; assigned: readonly unknown[] };
    return { ...plan, milliseconds: performance.now() - started };
  };
  try {
    const dry: number[] = [];
    const real: number[] = [];
    let said = '';
    for (let round = 0; round < ROUNDS; round++) {
      await fill(client, kind);
      dry.push((await ask(true)).milliseconds);
      const { assigned, bound, optimal, milliseconds } = await ask(false);
      real.push(milliseconds);
      said = `${assigned.length} assigned, at most ${bound}, ${optimal ? 'proven' : 'not proven'} best`;
    }
    report.line(
      `${kind.title}: dry run ${median(dry).toFixed(0)}, written ${median(real).toFixed(0)}; ${said}`,
    );
    report.bar(`a day of ${kind.title}`, median(real), BAR_MS, 'at most', ' ms');
  } finally {
    await db.close();
  }
}

/** The same day each time: consultants who are open from 8 to 18 in two slots, half of whom take six at most. */
async function fill(client: pg.Client, { start, minutes }: DayKind): Promise<void> {
  await client.query(`
    truncate customer, consultant, audit_event, client_token restart identity cascade;
    insert into consultant (full_name, specialties, max_per_day)
    select 'Cố vấn ' || k, array['Ngành ' || k % 5, 'Ngành ' || (k + 1) % 5], case when k % 2 = 0 then 6 end
      from generate_series(1, 100) k;
    insert into timeslot (consultant_id, date, start_time, end_time)
    select k, date '${DAY}', s.start_time, s.end_time
      from generate_series(1, 100) k
     cross join (values (time '08:00', time '13:00'), (time '13:00', time '18:00')) s (start_time, end_time);
    insert into customer (id, full_name) select 'bench-' || n, 'Khách ' || n from generate_series(1, 500) n;
    insert into appointment (customer_id, date, start_time, duration_minutes, required_specialty)
    select 'bench-' || n, date '${DAY}', ${start}, ${minutes}, case when n % 3 > 0 then 'ngành ' || n % 5 end
      from generate_series(1, 500) n;
    analyze customer, consultant, timeslot, appointment`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
