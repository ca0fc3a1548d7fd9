import { type ClientBase, type Pool } from 'pg';
import { type Rows } from './rows.ts';

export type Table = keyof Rows;

/** What a row shall have beyond what makes it valid. */
export type Wanted<T extends Table> = Partial<Rows[T]>;

/** The same for every row, or made from the row's number, 0 for the first. */
export type WantedEach<T extends Table> = Wanted<T> | ((index: number) => Wanted<T>);

/** Inserts valid rows: what a test does not name gets a value that no rule refuses. */
export interface Given {
  customer(wanted?: Wanted<'customer'>): Promise<Rows['customer']>;
  customers(count: number, wanted?: WantedEach<'customer'>): Promise<Rows['customer'][]>;
  consultant(wanted?: Wanted<'consultant'>): Promise<Rows['consultant']>;
  consultants(count: number, wanted?: WantedEach<'consultant'>): Promise<Rows['consultant'][]>;
  /** 09:00 to 10:00 on 2025-03-05, of a consultant of its own. */
  timeslot(wanted?: Wanted<'timeslot'>): Promise<Rows['timeslot']>;
  /** 09:00 on 2025-03-05, pending, unassigned, of a customer of its own. */
  appointment(wanted?: Wanted<'appointment'>): Promise<Rows['appointment']>;
  appointments(count: number, wanted?: WantedEach<'appointment'>): Promise<Rows['appointment'][]>;
  /** 4 stars, on a completed appointment of its own. */
  feedback(wanted?: Wanted<'feedback'>): Promise<Rows['feedback']>;
  program(wanted?: Wanted<'program'>): Promise<Rows['program']>;
  /** A customer of its own registers for a program of its own. */
  participant(wanted?: Wanted<'program_participant'>): Promise<Rows['program_participant']>;
  /** By a person, to a consultant of its own, of an appointment of its own. */
  assignment(wanted?: Wanted<'assignment'>): Promise<Rows['assignment']>;
}

export function given(db: Pool | ClientBase): Given {
  const customers: Given['customers'] = (count, wanted) =>
    insertRows(db, 'customer', each(count, wanted, customerDefaults));
  const consultants: Given['consultants'] = (count, wanted) =>
    insertRows(db, 'consultant', each(count, wanted, consultantDefaults));

  const appointments: Given['appointments'] = async (count, wanted) => {
    const rows = each(count, wanted, () => appointmentDefaults);
    const without = rows.filter(row => row.customer_id === undefined);
    const made = without.length > 0 ? await customers(without.length) : [];
    return insertRows(
      db,
      'appointment',
      rows.map(row => complete({ ...row, customer_id: row.customer_id ?? made.shift()?.id })),
    );
  };

  const self: Given = {
    customers,
    consultants,
    appointments,
    customer: async wanted => only(await customers(1, wanted)),
    consultant: async wanted => only(await consultants(1, wanted)),
    appointment: async wanted => only(await appointments(1, wanted)),

    async timeslot(wanted = {}) {
      const consultant_id = wanted.consultant_id ?? (await self.consultant()).id;
      const row = { ...timeslotDefaults, ...wanted, consultant_id };
      return only(await insertRows(db, 'timeslot', [row]));
    },

    async feedback(wanted = {}) {
      const appointment_id =
        wanted.appointment_id ??
        (
          await self.appointment({
            status: 'COMPLETED',
            consultant_id: (await self.consultant()).id,
          })
        ).id;
      const row = { rating: 4, created_at: CREATED, ...wanted, appointment_id };
      return only(await insertRows(db, 'feedback', [row]));
    },

    async program(wanted = {}) {
      const row = { name: 'Ngày hội việc làm', date: DATE, created_at: CREATED, ...wanted };
      return only(await insertRows(db, 'program', [row]));
    },

    async participant(wanted = {}) {
      const program_id = wanted.program_id ?? (await self.program()).id;
      const customer_id = wanted.customer_id ?? (await self.customer()).id;
      const row = { created_at: CREATED, registered_at: CREATED, ...wanted };
      return only(
        await insertRows(db, 'program_participant', [{ ...row, program_id, customer_id }]),
      );
    },

    async assignment(wanted = {}) {
      const appointment_id = wanted.appointment_id ?? (await self.appointment()).id;
      const to_consultant_id =
        wanted.to_consultant_id === undefined
          ? (await self.consultant()).id
          : wanted.to_consultant_id;
      const row = { strategy: 'MANUAL', actor: 'an admin', at: CREATED, ...wanted } as const;
      return only(
        await insertRows(db, 'assignment', [{ ...row, appointment_id, to_consultant_id }]),
      );
    },
  };
  return self;
}

/**
 * Inserts rows in one statement and gives them as stored, in the same order. Columns that no row names are left to the
 * database; those that some rows name are null in the others.
 */
export async function insertRows<T extends Table>(
  db: Pool | ClientBase,
  table: T,
  rows: readonly Wanted<T>[],
): Promise<Rows[T][]> {
  if (rows.length === 0) return [];
  const named = rows.flatMap(row =>
    Object.entries(row).flatMap(([column, value]) => (value === undefined ? [] : [column])),
  );
  const columns = [...new Set(named)].join(', ');
  // Only what is imported begins at its end, or overlaps.
  const importing = rows.some(
    row =>
      ('status' in row && isFinal(row.status)) || ('legacy_overlap' in row && row.legacy_overlap),
  );
  const { rows: inserted } = await db.query<{ row: Rows[T] }>(
    `insert into ${table} (${columns})
     select ${columns} from json_populate_recordset(null::${table}, $1)
      ${importing ? `where set_config('meetassist.importing', 'on', true) = 'on'` : ''}
     returning to_jsonb(${table}) as row`,
    [JSON.stringify(rows)],
  );
  return inserted.map(({ row }) => row);
}

/** Every row of a table, in the order given. */
export async function allRows<T extends Table>(
  db: Pool | ClientBase,
  table: T,
  order: string,
): Promise<Rows[T][]> {
  const { rows } = await db.query<{ row: Rows[T] }>(
    `select to_jsonb(r) as row from ${table} r order by ${order}`,
  );
  return rows.map(({ row }) => row);
}

const DATE = '2025-03-05';
const CREATED = '2025-01-02T03:04:05Z';

const customerDefaults = (index: number): Wanted<'customer'> => ({
  full_name: `Khách ${index + 1}`,
  created_at: CREATED,
});
const consultantDefaults = (index: number): Wanted<'consultant'> => ({
  full_name: `Cố vấn ${index + 1}`,
  created_at: CREATED,
});
const timeslotDefaults: Wanted<'timeslot'> = {
  date: DATE,
  start_time: '09:00:00',
  end_time: '10:00:00',
  created_at: CREATED,
};
const appointmentDefaults: Wanted<'appointment'> = {
  date: DATE,
  start_time: '09:00:00',
  duration_minutes: 60,
  status: 'PENDING',
  created_at: CREATED,
};

/** A cancelled appointment knows when it was. */
function complete(row: Wanted<'appointment'>): Wanted<'appointment'> {
  return row.status === 'CANCELLED' ? { cancelled_at: CREATED, ...row } : row;
}

function each<Row extends object>(
  count: number,
  wanted: Row | ((index: number) => Row) | undefined,
  defaults: (index: number) => Row,
): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    ...defaults(index),
    ...(typeof wanted === 'function' ? wanted(index) : wanted),
  }));
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('no row was inserted');
  return row;
}

function isFinal(status: unknown): boolean {
  return status === 'COMPLETED' || status === 'CANCELLED' || status === 'ATTENDED';
}
