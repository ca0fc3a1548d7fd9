import { type Ask } from './api.ts';
import { type LocalDate } from './calendar.ts';

/**
 * Where an example comes from: the first of the paths into the query's data that ends at a text. A step of a path is a
 * key, the number of an item, or the first item with such values: `[outcome=ATTENDED,feedback=null]`.
 */
interface Search {
  readonly query: string;
  readonly paths: readonly string[];
}

/**
 * Values that saved operations are prefilled with, so that they answer something on any data. `$today` is passed to
 * each. The first path is what the operation is most interesting with, the next one what there nearly always is.
 */
export const searches = {
  /** A rated one. */
  appointment: {
    query: `query Example($today: AWSDate) {
      rated: appointments(filter: { to: $today, minRating: 0 }, limit: 1) { items { id } }
      any: appointments(limit: 1) { items { id } }
    }`,
    paths: ['rated.items.0.id', 'any.items.0.id'],
  },
  unassignedAppointment: {
    query: `query Example($today: AWSDate) {
      waiting: appointments(
        filter: { unassigned: true, statuses: [PENDING], from: $today }, orderBy: DATE_ASC, limit: 1
      ) { items { id } }
      any: appointments(limit: 1) { items { id } }
    }`,
    paths: ['waiting.items.0.id', 'any.items.0.id'],
  },
  /** The last one: that far ahead, most consultants are free. */
  lastUnassignedAppointment: {
    query: `query Example($today: AWSDate) {
      waiting: appointments(
        filter: { unassigned: true, statuses: [PENDING], from: $today }, orderBy: DATE_DESC, limit: 1
      ) { items { id } }
      any: appointments(filter: { unassigned: true, statuses: [PENDING] }, limit: 1) { items { id } }
    }`,
    paths: ['waiting.items.0.id', 'any.items.0.id'],
  },
  /** One that waits to be confirmed. */
  pendingAppointment: {
    query: `query Example($today: AWSDate) {
      appointments(
        filter: { unassigned: false, statuses: [PENDING], from: $today }, orderBy: DATE_DESC, limit: 1
      ) { items { id } }
    }`,
    paths: ['appointments.items.0.id'],
  },
  /** Its start has passed, and nobody has said whether it took place. */
  overdueAppointment: {
    query: `query Example($today: AWSDate) {
      appointments(
        filter: { unassigned: false, statuses: [PENDING], to: $today }, orderBy: DATE_ASC, limit: 1
      ) { items { id } }
    }`,
    paths: ['appointments.items.0.id'],
  },
  upcomingAppointment: {
    query: `query Example($today: AWSDate) {
      appointments(
        filter: { statuses: [CONFIRMED], from: $today }, orderBy: DATE_DESC, limit: 1
      ) { items { id } }
    }`,
    paths: ['appointments.items.0.id'],
  },
  appointmentsToken: {
    query: `query Example { appointments(limit: 10) { nextToken } }`,
    paths: ['appointments.nextToken'],
  },
  archiveRun: {
    query: `query Example { archiveRuns(limit: 1) { id } }`,
    paths: ['archiveRuns.0.id'],
  },
  job: {
    query: `query Example { other: jobs(kind: VERIFY, limit: 1) { id } any: jobs(limit: 1) { id } }`,
    paths: ['other.0.id', 'any.0.id'],
  },
  consultant: {
    query: `query Example { consultants(limit: 1) { items { id } } }`,
    paths: ['consultants.items.0.id'],
  },
  freeTimeslot: {
    query: `query Example($today: AWSDate) {
      timeslots(filter: { state: FREE, from: $today }, limit: 1) { items { id } }
    }`,
    paths: ['timeslots.items.0.id'],
  },
  /** One who takes part in something. */
  customer: {
    query: `query Example($today: AWSDate) {
      programs(filter: { to: $today }, limit: 1) {
        items { participants(limit: 1) { items { customer { id } } } }
      }
      customers(limit: 1) { items { id } }
    }`,
    paths: ['programs.items.0.participants.items.0.customer.id', 'customers.items.0.id'],
  },
  /** The last that was added: those have the fewest appointments. */
  newestConsultant: {
    query: `query Example { consultants(orderBy: CREATED_DESC, limit: 1) { items { id } } }`,
    paths: ['consultants.items.0.id'],
  },
  disabledConsultant: {
    query: `query Example {
      consultants(filter: { isDisabled: true }, orderBy: CREATED_DESC, limit: 1) { items { id } }
    }`,
    paths: ['consultants.items.0.id'],
  },
  newestCustomer: {
    query: `query Example { customers(orderBy: CREATED_DESC, limit: 1) { items { id } } }`,
    paths: ['customers.items.0.id'],
  },
  disabledCustomer: {
    query: `query Example {
      customers(filter: { isDisabled: true }, orderBy: CREATED_DESC, limit: 1) { items { id } }
    }`,
    paths: ['customers.items.0.id'],
  },
  program: {
    query: `query Example($today: AWSDate) {
      past: programs(filter: { to: $today }, limit: 1) { items { id } }
      any: programs(limit: 1) { items { id } }
    }`,
    paths: ['past.items.0.id', 'any.items.0.id'],
  },
  /** One that takes registrations and has room. */
  openProgram: {
    query: `query Example {
      programs(filter: { statuses: [UPCOMING, ONGOING] }, orderBy: DATE_ASC, limit: 1) { items { id } }
    }`,
    paths: ['programs.items.0.id'],
  },
  /** Who is registered for that one. */
  registeredCustomer: {
    query: `query Example {
      programs(filter: { statuses: [UPCOMING, ONGOING] }, orderBy: DATE_ASC, limit: 1) {
        items { participants(statuses: [REGISTERED], limit: 1) { items { customer { id } } } }
      }
    }`,
    paths: ['programs.items.0.participants.items.0.customer.id'],
  },
  /** Who is registered for the example of a program, whose date has come. */
  expectedCustomer: {
    query: `query Example($today: AWSDate) {
      programs(filter: { to: $today }, limit: 1) {
        items { participants(statuses: [REGISTERED], limit: 1) { items { customer { id } } } }
      }
    }`,
    paths: ['programs.items.0.participants.items.0.customer.id'],
  },
  newestProgram: {
    query: `query Example { programs(orderBy: CREATED_DESC, limit: 1) { items { id } } }`,
    paths: ['programs.items.0.id'],
  },
  disabledProgram: {
    query: `query Example {
      programs(filter: { isDisabled: true }, orderBy: CREATED_DESC, limit: 1) { items { id } }
    }`,
    paths: ['programs.items.0.id'],
  },
  /** A meeting of which nobody has said anything yet. */
  unratedAppointment: {
    query: `query Example {
      appointments(filter: { statuses: [COMPLETED] }, limit: 100) { items { id outcome feedback { rating } } }
    }`,
    paths: ['appointments.items.[outcome=ATTENDED,feedback=null].id'],
  },
  specialty: {
    query: `query Example { consultants(limit: 1) { items { specialties } } }`,
    paths: ['consultants.items.0.specialties.0'],
  },
} as const satisfies Record<string, Search>;

export type Example = keyof typeof searches;

export function isExample(name: string): name is Example {
  return Object.hasOwn(searches, name);
}

/**
 * Finds examples by asking the API as an administrator, whichever persona is chosen: the prefilled operation is then
 * refused or answered by the API, not by a missing value. Null when the database has none or the API does not answer.
 */
export function exampleFinder(
  ask: Ask,
  today: () => LocalDate,
): (name: Example) => Promise<string | null> {
  return async name => {
    const { query, paths }: Search = searches[name];
    const { body } = await ask({ query, variables: { today: today() } }, 'admin');
    const found = paths.map(path => at(body, ['data', ...path.split('.')]));
    return found.find(value => typeof value === 'string') ?? null;
  };
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    if (!step.startsWith('[')) return Reflect.get(inner, step);
    const conditions = step.slice(1, -1).split(',');
    return Array.isArray(inner)
      ? inner.find((item: object) => conditions.every(condition => holds(item, condition)))
      : undefined;
  }, value);
}

function holds(item: object, condition: string): boolean {
  const [key = '', value] = condition.split('=');
  return String(Reflect.get(item, key)) === value;
}
