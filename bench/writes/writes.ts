import { type Report } from '../report.ts';
import { openContainer } from './api.ts';
import { argumentsOf, type Booking } from './bookings.ts';
import { openWriteOffice, type WriteOffice } from './office.ts';
import { pgbenchVersion, runPgbench } from './pgbench.ts';
import { openRaw } from './raw.ts';
import { insertInto, wholeBooking, type BookingStatements } from './statements.ts';

const BAR = 0.6;
const BAR_CLIENTS = 8;
const ROUNDS = 5;
/** Bookings of each client, by clients. */
const EACH: Readonly<Record<number, number>> = { 1: 150, 8: 60, 32: 15 };

/** Before anything is measured: fills the caches, and writes the pages that a checkpoint made new. */
const WARMING = { clients: 8, each: 50 };

/** A way of making bookings: how many per second came about. */
interface Way {
  readonly title: string;
  readonly table: 'appointment' | 'bench_bare';
  run(clients: number, each: number, first: number): Promise<number>;
}

/** Bookings per second: through the operations, by the same statements, and into a table without any guarantee. */
export async function benchWrites(report: Report, dataDir: string, now: Date): Promise<void> {
  const instant = now.toISOString();
  const office = await openWriteOffice(dataDir, instant.slice(0, 10));
  try {
    const pgbench = pgbenchVersion();
    report.line();
    report.line(`bookings per second; ${office.settings}`);
    report.line(pgbench ?? 'pgbench is not on PATH: its lines are left out');
    const ways = await waysOf(office, now, pgbench !== undefined);
    let next = 1;
    /** Numbers of bookings; into the bare table the same ones may be written again and again. */
    const take = (way: Way, count: number): number => {
      if (way.table === 'bench_bare') return 1;
      next += count;
      if (next > office.bookings.length + 1) throw new Error('the office has no free slots left');
      return next - count;
    };
    for (const way of ways)
      await way.run(WARMING.clients, WARMING.each, take(way, WARMING.clients * WARMING.each));
    for (const [clients, each] of Object.entries(EACH).map(pair => pair.map(Number))) {
      if (clients === undefined || each === undefined) continue;
      const rates = new Map<Way, number[]>(ways.map(way => [way, []]));
      for (let round = 0; round < ROUNDS; round++) {
        for (const way of ways) {
          const before = await office.count(way.table);
          const rate = await way.run(clients, each, take(way, clients * each));
          const made = (await office.count(way.table)) - before;
          if (made !== clients * each) throw new Error(`${way.title}: ${made} rows were made`);
          rates.get(way)?.push(rate);
        }
      }
      tell(report, clients, ways, rates);
    }
  } finally {
    await office.close();
  }
}

async function waysOf(office: WriteOffice, now: Date, pgbench: boolean): Promise<Way[]> {
  const whole = await wholeBooking(now);
  const guarded = insertInto('appointment', now);
  const bare = insertInto('bench_bare', now);
  const { connection } = office;
  const byPgbench =
    (statements: BookingStatements): Way['run'] =>
    (clients, each, first) =>
      runPgbench(connection, { statements, clients, each, first });
  return [
    { title: 'API, whole booking', table: 'appointment', run: throughApi(office, now) },
    { title: 'raw, whole booking', table: 'appointment', run: raw(office, whole) },
    { title: 'raw, insert', table: 'appointment', run: raw(office, guarded) },
    { title: 'raw, insert into a bare table', table: 'bench_bare', run: raw(office, bare) },
    ...(pgbench
      ? ([
          { title: 'pgbench, whole booking', table: 'appointment', run: byPgbench(whole) },
          { title: 'pgbench, insert', table: 'appointment', run: byPgbench(guarded) },
          { title: 'pgbench, insert into a bare table', table: 'bench_bare', run: byPgbench(bare) },
        ] as const)
      : []),
  ];
}

function raw(office: WriteOffice, statements: BookingStatements): Way['run'] {
  return async (clients, each, first) => {
    const open = await Promise.all(
      Array.from({ length: clients }, () => openRaw(office.connection, statements)),
    );
    try {
      return await perSecond(clients, each, first, (client, n) =>
        open[client]?.book(bookingOf(office, n), `bench-${n}`),
      );
    } finally {
      await Promise.all(open.map(each => each.close()));
    }
  };
}

function throughApi(office: WriteOffice, now: Date): Way['run'] {
  return async (clients, each, first) => {
    const open = Array.from({ length: clients }, () => openContainer(office.connection, now));
    try {
      return await perSecond(clients, each, first, (client, n) =>
        open[client]?.change(
          'Mutation.createAppointment',
          argumentsOf(bookingOf(office, n), `bench-${n}`),
        ),
      );
    } finally {
      await Promise.all(open.map(each => each.close()));
    }
  };
}

function bookingOf({ bookings }: WriteOffice, n: number): Booking {
  const booking = bookings[n - 1];
  if (!booking) throw new Error(`there is no booking ${n}`);
  return booking;
}

/** Every client works through its share, one booking after the other; its first one opens and prepares, and does not count. */
async function perSecond(
  clients: number,
  each: number,
  first: number,
  book: (client: number, n: number) => Promise<unknown> | undefined,
): Promise<number> {
  const share = async (from: number, to: number) => {
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        for (let k = from; k < to; k++) await book(client, first + k * clients + client);
      }),
    );
  };
  await share(0, 1);
  const started = performance.now();
  await share(1, each);
  return (clients * (each - 1) * 1_000) / (performance.now() - started);
}

function tell(
  report: Report,
  clients: number,
  ways: readonly Way[],
  rates: ReadonlyMap<Way, number[]>,
): void {
  report.line(
    `${clients} ${clients === 1 ? 'client' : 'clients'}: per second, and ÷ the bare table`,
  );
  for (const way of ways) {
    const driver = way.title.startsWith('pgbench') ? 'pgbench' : 'raw';
    const bare = ways.find(({ title }) => title === `${driver}, insert into a bare table`);
    const mine = rates.get(way) ?? [];
    const ratios = mine.map((rate, round) => rate / ((bare && rates.get(bare)?.[round]) ?? NaN));
    const [rate, ratio] = [spread(mine, 0), spread(ratios, 2)];
    report.line(`  ${way.title.padEnd(36)} ${rate.text.padEnd(24)} ${ratio.text}`);
    const last = ways.some(({ title }) => title === 'pgbench, insert') ? 'pgbench' : 'raw';
    if (clients === BAR_CLIENTS && way.title === `${last}, insert`) {
      report.bar(`${way.title} ÷ bare table, ${clients} clients`, ratio.median, BAR, 'more than');
    }
  }
}

/** `812 (640 to 845)` */
function spread(values: readonly number[], digits: number): { median: number; text: string } {
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const [least, most] = [sorted[0] ?? NaN, sorted.at(-1) ?? NaN].map(each => each.toFixed(digits));
  return { median, text: `${median.toFixed(digits)} (${least} to ${most})` };
}
