import { type ClientBase } from 'pg';
import { bulkLoad } from '../../services/db/bulk-load.ts';
import { copyFrom, copyLine } from '../../services/db/copy-from.ts';
import { type Feedback } from './aftermath.ts';
import { withLateIndexes } from '../../services/db/late-indexes.ts';
import { makeOffice, type Office } from './office.ts';
import * as tables from './rows.ts';
import { type DemoSize, periodAround, shapes } from './shape.ts';
import { dateOf, dayOf } from './wall-time.ts';

export interface DemoOptions {
  readonly size: DemoSize;
  /** The office's date, YYYY-MM-DD: meetings before it have taken place, those of the day itself lie ahead. */
  readonly today: string;
  /** IANA name of the office's zone. */
  readonly zone: string;
  /** Another seed makes another database; 1 when left out. */
  readonly seed?: number;
  /** Gets a line after each block of rows; nobody does when left out. */
  readonly progress?: (line: string) => void;
}

/** Rows by table. */
export interface DemoCounts {
  readonly customers: number;
  readonly consultants: number;
  readonly timeslots: number;
  readonly appointments: number;
  readonly feedback: number;
  readonly assignments: number;
  readonly programs: number;
  readonly participants: number;
}

/**
 * Fills an empty database, in one transaction, with three years of a career-counselling office; the same size, date
 * and seed give the same rows. `client` is connected as the owner. Errors: `DatabaseNotEmpty`.
 */
export async function loadDemo(client: ClientBase, options: DemoOptions): Promise<DemoCounts> {
  const { size, today, zone, seed = 1, progress = () => {} } = options;
  const shape = shapes[size];
  return bulkLoad(client, async () => {
    await client.query(
      `select set_config('timezone', $1, true), set_config('meetassist.now', $2, true),
              set_config('meetassist.importing', 'on', true), set_config('synchronous_commit', 'off', true),
              set_config('maintenance_work_mem', '256MB', true)`,
      [zone, `${today} 00:00:00 ${zone}`],
    );
    const office = makeOffice(shape, periodAround(dayOf(today)), seed);
    return withLateIndexes(client, LARGE_TABLES, async () => {
      const filled = await fill(client, office, (appointments, until) =>
        progress(
          `demo data: ${appointments} of ${shape.appointments} appointments, until ${until}`,
        ),
      );
      progress('demo data: all rows are there, making the indexes');
      return filled;
    });
  });
}

const LARGE_TABLES = ['customer', 'timeslot', 'appointment', 'feedback', 'assignment'];

async function fill(
  client: ClientBase,
  { customers, consultants, programs, blocks }: Office,
  progress: (appointments: number, until: string) => void,
): Promise<DemoCounts> {
  const participants = programs.flatMap(program =>
    program.participants.map(participant => ({ program, participant })),
  );
  const counts = {
    customers: await send(client, tables.customerTable, customers),
    consultants: await send(client, tables.consultantTable, consultants),
    timeslots: 0,
    appointments: 0,
    feedback: 0,
    assignments: 0,
    programs: await send(client, tables.programTable, programs),
    participants: await send(client, tables.participantTable, participants),
  };
  // All feedback at once: its trigger looks up the appointments by a plan that would be made for the first block.
  const feedback: Feedback[] = [];
  for (const block of blocks) {
    counts.timeslots += await send(client, tables.timeslotTable, block.slots);
    counts.appointments += await send(client, tables.appointmentTable, block.appointments);
    counts.assignments += await send(client, tables.assignmentTable, block.assignments);
    for (const each of block.feedback) feedback.push(each);
    progress(counts.appointments, dateOf(block.until));
  }
  counts.feedback = await send(client, tables.feedbackTable, feedback);
  return counts;
}

function send<T>(
  client: ClientBase,
  { name, columns, row }: tables.Table<T>,
  records: readonly T[],
): Promise<number> {
  return copyFrom(client, name, columns, linesOf(records, row));
}

function* linesOf<T>(records: readonly T[], row: tables.Table<T>['row']): Generator<string> {
  for (const record of records) yield copyLine(row(record));
}
