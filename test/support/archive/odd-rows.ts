import { type ClientBase } from 'pg';
import { type ArchivedTable } from '../../../services/archive/layout.ts';
import { addDays } from '../../../services/shared/clock.ts';
import { type TestDatabase } from '../database.ts';
import { chance, type Chance } from '../random.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * Fills every table of an empty database with rows that are hard to write down: gaps in ids, NULL beside '', quotes,
 * line ends, what looks like the end of a file, characters of every length, microseconds, the longest texts.
 */
export async function fillWithOddRows(db: TestDatabase, seed: number): Promise<void> {
  const luck = chance(seed);
  const client = await db.owner.connect();
  try {
    await client.query(`set meetassist.importing = 'on'; set timezone = 'UTC'`);
    for (const [table, rows] of tables(luck)) await insert(client, table, rows);
    await client.query('reset all');
  } finally {
    client.release();
  }
}

async function insert(
  client: ClientBase,
  table: ArchivedTable,
  rows: readonly Row[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

const COUNT = 30;

function tables(luck: Chance): [ArchivedTable, Row[]][] {
  const ids = gaps(COUNT, luck);
  const consultants = gaps(6, luck);
  const customers = times(COUNT, i => `${text(luck, 60)}${i}`);
  const stamps = () => ({
    created_at: instant(luck),
    updated_at: luck.likely(50) ? instant(luck) : null,
    version: luck.between(1, 1_000_000),
  });
  const words = (longest: number): string | null => (luck.likely(30) ? null : text(luck, longest));
  const appointments = ids.map((id, i) => {
    const status = luck.of(['PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLED']);
    return {
      id,
      consultant_id: status === 'PENDING' && luck.likely(50) ? null : luck.of(consultants),
      customer_id: customers[i],
      // Each has a day of its own, or they would overlap.
      date: addDays('2024-02-20', i),
      start_time: luck.of(['00:00', '08:30:00.123456', '22:59:59.999999']),
      duration_minutes: luck.between(5, 60),
      status,
      meeting_url: luck.likely(50) ? 'https://x.vn/"a,b"\\N' : null,
      description: words(4_000),
      required_specialty: luck.likely(50) ? name(luck) : null,
      cancel_reason: status === 'CANCELLED' ? name(luck) : null,
      cancelled_at: status === 'CANCELLED' ? instant(luck) : null,
      completed_at: status === 'COMPLETED' ? instant(luck) : null,
      confirmed_at: luck.likely(50) ? instant(luck) : null,
      outcome: status === 'COMPLETED' && luck.likely(50) ? 'ATTENDED' : null,
      legacy_overlap: luck.likely(20),
      ...stamps(),
    };
  });
  const held = appointments.filter(({ status }) => status === 'COMPLETED');
  const programs = gaps(8, luck);
  const emailOf = (i: number) => luck.of([null, '', `"mai, ${i}"@x.vn`]);
  return [
    [
      'customer',
      customers.map((id, i) => ({
        ...{ id, full_name: name(luck), email: emailOf(i), notes: words(4_000) },
        phone_number: luck.of([null, '', '0912345678', '000', '="0912"', '９１']),
        date_of_birth: luck.of([null, '0001-01-01', '1999-12-31']),
        is_disabled: luck.likely(30),
        ...stamps(),
      })),
    ],
    [
      'consultant',
      consultants.map((id, i) => ({
        ...{ id, full_name: name(luck), email: i === 0 ? '' : `${i}@x.vn`, image_url: words(40) },
        phone_number: luck.of([null, '', '007']),
        specialties: times(luck.between(0, 4), () => luck.of([...elements, name(luck)])),
        specialties_text: words(200),
        qualifications: words(500),
        join_date: luck.of([null, '0001-01-01', '9999-12-31']),
        max_per_day: luck.of([null, 1, 2_147_483_647]),
        is_disabled: false,
        ...stamps(),
      })),
    ],
    [
      'timeslot',
      gaps(COUNT, luck).map((id, i) => ({
        ...{ id, consultant_id: luck.of(consultants), date: addDays('2024-02-20', i) },
        ...{ start_time: '08:00:00.000001', end_time: '09:00', is_available: luck.likely(50) },
        open_when_booked: luck.likely(20),
        ...stamps(),
      })),
    ],
    ['appointment', appointments],
    [
      'feedback',
      held.map(({ id }) => ({
        appointment_id: id,
        rating: luck.of(['0', '4.5', '4.50', '3.14159265358979323846', '5.0']),
        comment: words(2_000),
        ...stamps(),
      })),
    ],
    [
      'program',
      programs.map(id => ({
        ...{ id, name: name(luck), date: luck.of(['0001-01-01', '2024-02-29', '9999-12-31']) },
        ...{
          description: words(300),
          content: words(20_000),
          organizer: words(20),
          url: words(30),
        },
        status: luck.of(['UPCOMING', 'ONGOING', 'COMPLETED']),
        capacity: luck.of([null, 0, 5]),
        is_disabled: luck.likely(30),
        ...stamps(),
      })),
    ],
    [
      'program_participant',
      programs.flatMap(program_id =>
        customers
          .filter(() => luck.likely(20))
          .map(customer_id => ({
            ...{ program_id, customer_id, registered_at: instant(luck) },
            status: luck.of(['REGISTERED', 'ATTENDED', 'CANCELLED']),
            ...stamps(),
          })),
      ),
    ],
    [
      'assignment',
      gaps(COUNT, luck).map(id => ({
        ...{ id, appointment_id: luck.of(ids), from_consultant_id: null },
        to_consultant_id: luck.of(consultants),
        strategy: luck.of(['MANUAL', 'DAY_PLAN']),
        ...{ reason: words(50), actor: text(luck, 30), explanation: words(100) },
        at: instant(luck),
      })),
    ],
    [
      'audit_event',
      gaps(COUNT, luck).map(id => ({
        ...{ id, at: instant(luck), actor: text(luck, 30), action: name(luck) },
        ...{ entity: luck.of(['customer', '']), entity_id: text(luck, 30) },
        before: luck.of([
          null,
          {},
          { [text(luck, 9)]: text(luck, 50), n: 1e100, deep: [null, ''] },
        ]),
        after: luck.likely(50) ? { text: text(luck, 200) } : null,
        ...{ reason: words(50), actor_name: words(20) },
      })),
    ],
  ];
}

const pieces = [
  ...[
    'a',
    'Nguyễn',
    ' ',
    '\t',
    '"',
    '""',
    ',',
    '\n',
    '\r',
    '\r\n',
    '\\',
    '\\N',
    '\\.',
    '\n\\.\n',
    "'",
  ],
  ...[
    '\ufeff',
    'đ',
    'e\u0301',
    '😀',
    '\u{10ffff}',
    '\u200b',
    '\u0001',
    '{}',
    'NULL',
    '0912345678',
    '=1+1',
  ],
];

/** Elements of arrays that are written with quotes, or look like something else. */
const elements = ['NULL', '{}', '{a,b}', 'a"b', 'a\\b', ',', "'", '\ufeff', 'a\nb', '😀'];

/** Up to `longest` characters, or `''`. */
function text(luck: Chance, longest: number): string {
  if (luck.likely(15)) return '';
  const wanted = luck.likely(10) ? longest : luck.between(1, Math.min(longest, 40));
  let made = '';
  while (made.length < wanted) made += luck.of(pieces);
  return [...made].slice(0, Math.min(wanted, longest)).join('');
}

/** 1 to 100 characters without blanks at its ends. */
const name = (luck: Chance): string => `x${text(luck, luck.of([1, 98]))}x`;

/** Ids in order, with gaps. */
function gaps(count: number, luck: Chance): number[] {
  let id = luck.of([0, 1_000, 2_000_000_000]);
  return times(count, () => (id += luck.between(1, 1_000)));
}

/** Of any day in half a year, down to microseconds; near midnight wherever that is. */
function instant(luck: Chance): string {
  const time = luck.of([
    '16:59:59.999999',
    '17:00:00',
    '00:00:00',
    '23:59:59.9',
    '05:34:56.000001',
  ]);
  return `${addDays('2024-01-01', luck.between(0, 180))}T${time}Z`;
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
