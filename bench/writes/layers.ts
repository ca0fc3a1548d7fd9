import { type Report } from '../report.ts';
import { openWriteOffice, type WriteOffice } from './office.ts';
import { pgbenchVersion, runPgbench } from './pgbench.ts';
import { insertInto } from './statements.ts';

const CLIENTS = 8;
const ROUNDS = 3;
/** Bookings of each client. */
const EACH = 150;
const WARMING = 50;

/** What is taken from the table at this step, beside everything that the steps before it took. */
interface Layer {
  readonly title: string;
  readonly without: string;
}

/** All constraints of a kind on `appointment`: c a check, f a foreign key, x an exclusion. */
const dropConstraints = (kind: 'c' | 'f' | 'x') => `
  do $$ declare each name; begin
    for each in select conname from pg_constraint where conrelid = 'appointment'::regclass and contype = '${kind}' loop
      execute format('alter table appointment drop constraint %I', each);
    end loop;
  end $$`;

const disable = (...triggers: string[]) =>
  triggers.map(name => `alter table appointment disable trigger ${name}`).join('; ');

const layers: readonly Layer[] = [
  { title: 'every guarantee', without: '' },
  { title: 'no rollups', without: disable('appointment_rolled_up_on_insert') },
  { title: 'nor marks for the archive', without: disable('appointment_marked_on_insert') },
  { title: 'nor audit event', without: disable('appointment_recorded') },
  { title: 'nor a look at disabled people and imported overlaps', without: disable('user') },
  { title: 'nor checks', without: dropConstraints('c') },
  { title: 'nor foreign keys', without: dropConstraints('f') },
  { title: 'nor exclusion of overlaps', without: dropConstraints('x') },
  {
    title: 'nor indexes of lists and search',
    without: `
      do $$ declare each regclass; begin
        for each in select indexrelid::regclass from pg_index where indrelid = 'appointment'::regclass and not indisprimary loop
          execute format('drop index %s', each);
        end loop;
      end $$`,
  },
];

/**
 * What each guarantee takes from the rate of bookings with 8 clients: the insert of `writes`, by pgbench, with one
 * layer after the other taken away, each beside the bare table in the same round.
 */
export async function benchLayers(report: Report, dataDir: string, now: Date): Promise<void> {
  report.line();
  if (!pgbenchVersion()) {
    report.line('layers of a booking: pgbench is not on PATH');
    return;
  }
  const office = await openWriteOffice(dataDir, now.toISOString().slice(0, 10));
  try {
    report.line(
      `layers of a booking, ${CLIENTS} clients: per second, and ÷ the bare table; ${office.settings}`,
    );
    await benchOffice(report, office, now);
  } finally {
    await office.close();
  }
}

async function benchOffice(report: Report, office: WriteOffice, now: Date): Promise<void> {
  const { connection } = office;
  const guarded = insertInto('appointment', now);
  const bare = insertInto('bench_bare', now);
  let next = 1;
  const book = async (each: number): Promise<number> => {
    const first = next;
    next += CLIENTS * each;
    if (next > office.bookings.length + 1) throw new Error('the office has no free slots left');
    return runPgbench(connection, { statements: guarded, clients: CLIENTS, each, first });
  };
  for (const { title, without } of layers) {
    if (without) await office.alter(without);
    // After a change of the schema every plan is made anew, and after a checkpoint every page is written whole.
    await book(WARMING);
    const rounds: { rate: number; ratio: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const rate = await book(EACH);
      const beside = await runPgbench(connection, {
        statements: bare,
        clients: CLIENTS,
        each: EACH,
        first: 1,
      });
      rounds.push({ rate, ratio: rate / beside });
    }
    const { rate, ratio } = middle(rounds);
    report.line(`  ${title.padEnd(34)} ${rate.toFixed(0).padStart(6)}   ${ratio.toFixed(2)}`);
  }
}

/** The round with the median ratio. */
function middle<Round extends { ratio: number }>(rounds: readonly Round[]): Round {
  const found = [...rounds].sort((a, b) => a.ratio - b.ratio)[Math.floor(rounds.length / 2)];
  if (!found) throw new Error('nothing was measured');
  return found;
}
