import { type ClientBase } from 'pg';
import { addDays } from '../../services/shared/clock.ts';
import { type TestDatabase } from './database.ts';
import { allRows, insertRows, type Wanted } from './given.ts';
import { chance, type Chance } from './random.ts';
import { type Rows } from './rows.ts';

/** Every row of a small random office, in the order of the lists where there is one. */
export interface Office {
  /** By name. */
  readonly customers: readonly Rows['customer'][];
  /** By name. */
  readonly consultants: readonly Rows['consultant'][];
  readonly timeslots: readonly Rows['timeslot'][];
  readonly appointments: readonly Rows['appointment'][];
  readonly feedback: readonly Rows['feedback'][];
  /** By name. */
  readonly programs: readonly Rows['program'][];
  readonly participants: readonly Rows['program_participant'][];
}

export interface OfficeSize {
  readonly appointments: number;
  /** Office date around which the appointments lie. */
  readonly today: string;
  readonly seed: number;
}

const CUSTOMERS = 30;
const CONSULTANTS = 8;
const PROGRAMS = 18;
/** Days before and after today. */
const SPAN = 12;
export const specialties = ['Công nghệ', 'cong nghe', 'Luật', 'Kế toán'] as const;
const names = ['Nguyễn An', 'Nguyên An', 'Đào Vy', 'dao vy', 'Lê Ánh', 'Trần Hà', 'Ân', 'ân'];

/** Fills an empty database at random, without the rules for new rows: some lie ahead of disabled people. */
export async function fillAtRandom(db: TestDatabase, size: OfficeSize): Promise<Office> {
  const client = await db.owner.connect();
  try {
    await client.query(`set meetassist.importing = 'on'`);
    const luck = chance(size.seed);
    await insertRows(
      client,
      'customer',
      times(CUSTOMERS, index => customer(index, size, luck)),
    );
    await insertRows(
      client,
      'consultant',
      times(CONSULTANTS, index => consultant(index, size, luck)),
    );
    await insertRows(client, 'timeslot', timeslots(size, luck));
    const held = await insertRows(client, 'appointment', appointments(size, luck));
    await insertRows(client, 'feedback', feedbackOn(held, size, luck));
    const programs = times(PROGRAMS, index => program(index, size, luck));
    await insertRows(client, 'program', programs);
    await insertRows(client, 'program_participant', participants(size, luck));
    await client.query(`reset meetassist.importing; analyze`);
    return await readOffice(client);
  } finally {
    client.release();
  }
}

export async function readOffice(db: ClientBase): Promise<Office> {
  return {
    customers: await allRows(db, 'customer', 'r.full_name, r.id'),
    consultants: await allRows(db, 'consultant', 'r.full_name, r.id'),
    timeslots: await allRows(db, 'timeslot', 'r.date, r.start_time, r.id'),
    appointments: await allRows(db, 'appointment', 'r.date, r.start_time, r.id'),
    feedback: await allRows(db, 'feedback', 'r.created_at, r.appointment_id'),
    programs: await allRows(db, 'program', 'r.name, r.id'),
    participants: await allRows(db, 'program_participant', 'r.registered_at'),
  };
}

function customer(index: number, size: OfficeSize, luck: Chance): Wanted<'customer'> {
  return {
    id: `zalo-${index}`,
    full_name: luck.of(names),
    email: luck.likely(60) ? `mai${luck.between(0, 9)}@example.vn` : null,
    phone_number: luck.likely(60) ? `090${luck.between(0, 9)} 123` : null,
    is_disabled: luck.likely(20),
    created_at: moment(size, luck),
  };
}

function consultant(index: number, size: OfficeSize, luck: Chance): Wanted<'consultant'> {
  return {
    id: index + 1,
    full_name: luck.of(names),
    specialties: specialties.filter(() => luck.likely(40)),
    max_per_day: luck.likely(50) ? luck.between(1, 3) : null,
    is_disabled: luck.likely(20),
    created_at: moment(size, luck),
  };
}

function timeslots(size: OfficeSize, luck: Chance): Wanted<'timeslot'>[] {
  const slots: Wanted<'timeslot'>[] = [];
  for (let id = 1; id <= CONSULTANTS; id++) {
    for (let day = -3; day <= 4; day++) {
      for (const hour of [8, 9, 10, 12, 14]) {
        if (luck.likely(40)) continue;
        slots.push({
          consultant_id: id,
          date: addDays(size.today, day),
          start_time: clock(hour * 60),
          end_time: clock(hour * 60 + luck.of([30, 45, 60])),
          is_available: luck.likely(75),
          created_at: moment(size, luck),
        });
      }
    }
  }
  return slots;
}

function appointments(size: OfficeSize, luck: Chance): Wanted<'appointment'>[] {
  const made: Wanted<'appointment'>[] = [];
  const taken = new Map<string, [number, number][]>();
  while (made.length < size.appointments) {
    const date = addDays(size.today, luck.between(-SPAN, SPAN));
    const start = luck.between(14, 30) * 30;
    const duration_minutes = luck.of([15, 30, 45, 60, 90]);
    const status = luck.of([
      'PENDING',
      'CONFIRMED',
      'COMPLETED',
      'COMPLETED',
      'CANCELLED',
    ] as const);
    const optional = status === 'PENDING' || status === 'CANCELLED';
    const consultant_id = optional && luck.likely(40) ? null : luck.between(1, CONSULTANTS);
    const customer_id = `zalo-${luck.between(0, CUSTOMERS - 1)}`;
    const people = [
      `${date} ${customer_id}`,
      ...(consultant_id ? [`${date} ${consultant_id}`] : []),
    ];
    const period: [number, number] = [start, start + duration_minutes];
    const overlaps = people.some(key =>
      taken.get(key)?.some(([from, to]) => from < period[1] && period[0] < to),
    );
    if (status !== 'CANCELLED') {
      if (overlaps) continue;
      for (const key of people) taken.set(key, [...(taken.get(key) ?? []), period]);
    }
    made.push({
      consultant_id,
      customer_id,
      date,
      start_time: clock(start),
      duration_minutes,
      status,
      outcome: status === 'COMPLETED' ? luck.of([null, 'ATTENDED', 'ATTENDED', 'NO_SHOW']) : null,
      cancelled_at: status === 'CANCELLED' ? moment(size, luck) : null,
      description: luck.of([null, 'Đổi nghề', 'luật 50%', '']),
      required_specialty: luck.likely(50) ? luck.of(specialties) : null,
      created_at: moment(size, luck),
    });
  }
  return made;
}

function feedbackOn(
  held: readonly Rows['appointment'][],
  size: OfficeSize,
  luck: Chance,
): Wanted<'feedback'>[] {
  return held
    .filter(({ status, outcome }) => status === 'COMPLETED' && outcome !== 'NO_SHOW')
    .filter(() => luck.likely(70))
    .map(({ id }) => ({
      appointment_id: id,
      rating: luck.of([0, 0.5, 1, 2.5, 3, 3.5, 4, 4.25, 4.5, 5, 5]),
      comment: luck.of([null, '', 'helpful']),
      created_at: moment(size, luck),
    }));
}

function program(index: number, size: OfficeSize, luck: Chance): Wanted<'program'> {
  return {
    id: index + 1,
    name: luck.of(['Ngày hội', 'ngày hội', 'Hội thảo', 'Đối thoại']),
    date: addDays(size.today, luck.between(-SPAN, SPAN)),
    organizer: luck.of([null, 'Đoàn trường']),
    status: luck.of(['UPCOMING', 'ONGOING', 'COMPLETED'] as const),
    capacity: luck.of([null, 0, 5, 20]),
    is_disabled: luck.likely(20),
    created_at: moment(size, luck),
  };
}

function participants(size: OfficeSize, luck: Chance): Wanted<'program_participant'>[] {
  const made: Wanted<'program_participant'>[] = [];
  for (let program_id = 1; program_id <= PROGRAMS; program_id++) {
    for (let index = 0; index < CUSTOMERS; index++) {
      if (!luck.likely(25)) continue;
      made.push({
        program_id,
        customer_id: `zalo-${index}`,
        status: luck.of(['REGISTERED', 'ATTENDED', 'CANCELLED'] as const),
        registered_at: moment(size, luck),
        created_at: moment(size, luck),
      });
    }
  }
  return made;
}

/** An instant of the last weeks; some are shared, so that lists have ties, and some lie near midnight. */
function moment({ today }: OfficeSize, luck: Chance): string {
  const date = addDays(today, -luck.between(0, 2 * SPAN));
  const time = luck.of(['00:00:00', '23:59:59.999', '06:59:59', '07:00:00', '12:34:56.789']);
  return `${date}T${time}+07:00`;
}

function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
