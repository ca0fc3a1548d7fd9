import {
  type AppointmentFilter,
  type ConsultantFilter,
  type CustomerFilter,
  type FeedbackFilter,
  type ParticipantStatus,
  type ProgramFilter,
  type TimeslotFilter,
  type TimeslotState,
} from '../../generated/graphql.ts';
import { type Office } from './random-office.ts';
import { type Rows } from './rows.ts';
import { finds, findsPerson, plain } from './vietnamese.ts';

/** An office date and time of day. */
export interface Moment {
  readonly date: string;
  readonly time: string;
}

/** The lists of the contract, said as plainly as possible over all rows in memory. */

export function appointmentsThat(office: Office, filter: AppointmentFilter): Rows['appointment'][] {
  const rating = new Map(office.feedback.map(row => [row.appointment_id, row.rating]));
  const customers = new Map(office.customers.map(row => [row.id, row]));
  const consultants = new Map(office.consultants.map(row => [row.id, row]));
  return office.appointments.filter(row => {
    const customer = customers.get(row.customer_id);
    const consultant = consultants.get(row.consultant_id ?? 0);
    return (
      (!filter.statuses || filter.statuses.includes(row.status)) &&
      (!filter.consultantId || filter.consultantId === String(row.consultant_id)) &&
      (typeof filter.unassigned !== 'boolean' ||
        filter.unassigned === (row.consultant_id === null)) &&
      (!filter.customerId || filter.customerId === row.customer_id) &&
      (!filter.programId || takesPart(office, filter.programId, row.customer_id)) &&
      within(row.date, filter.from, filter.to) &&
      isRated(rating.get(row.id), filter) &&
      isAlike(row.required_specialty, filter.specialty) &&
      (!filter.search ||
        [customer && textOf(customer), consultant && textOfConsultant(consultant)].some(text =>
          findsPerson(text ?? '', filter.search ?? ''),
        ) ||
        finds(row.description ?? '', filter.search))
    );
  });
}

export function customersThat(office: Office, filter: CustomerFilter): Rows['customer'][] {
  return office.customers.filter(
    row =>
      isShown(row, filter) &&
      (!filter.search || findsPerson(textOf(row), filter.search)) &&
      (!filter.programId || takesPart(office, filter.programId, row.id)) &&
      within(officeDate(row.created_at), filter.createdFrom, filter.createdTo),
  );
}

export function consultantsThat(office: Office, filter: ConsultantFilter): Rows['consultant'][] {
  return office.consultants.filter(row => {
    const own = new Set(
      office.appointments.filter(one => one.consultant_id === row.id).map(({ id }) => id),
    );
    const ratings = office.feedback
      .filter(one => own.has(one.appointment_id))
      .map(one => one.rating);
    const average =
      ratings.length > 0
        ? Math.round((ratings.reduce((sum, one) => sum + one, 0) * 100) / ratings.length) / 100
        : undefined;
    return (
      isShown(row, filter) &&
      (!filter.search || findsPerson(textOfConsultant(row), filter.search)) &&
      (!filter.specialty || row.specialties.some(one => isAlike(one, filter.specialty))) &&
      isRated(average, filter)
    );
  });
}

/** docs/domain.md §4, for a whole slot. */
export function slotStateOf(
  office: Pick<Office, 'appointments' | 'consultants'>,
  slot: Rows['timeslot'],
  now: Moment,
): TimeslotState {
  const consultant = office.consultants.find(row => row.id === slot.consultant_id);
  const active = office.appointments.filter(
    row =>
      row.consultant_id === slot.consultant_id &&
      row.date === slot.date &&
      row.status !== 'CANCELLED',
  );
  const start = minutes(slot.start_time);
  const end = minutes(slot.end_time);
  if (`${slot.date} ${slot.start_time}` <= `${now.date} ${now.time}`) return 'PAST';
  const taken = active.some(row => {
    const from = minutes(row.start_time);
    return from < end && start < from + row.duration_minutes;
  });
  if (taken) return 'BOOKED';
  const full = consultant?.max_per_day != null && active.length >= consultant.max_per_day;
  return slot.is_available && !full && consultant?.is_disabled === false ? 'FREE' : 'BLOCKED';
}

export function timeslotsThat(
  office: Office,
  filter: TimeslotFilter,
  now: Moment,
): Rows['timeslot'][] {
  const states = filter.state ? [filter.state] : filter.states;
  const open = !filter.from && !filter.to && !states?.includes('PAST');
  return office.timeslots.filter(
    row =>
      (!filter.consultantId || filter.consultantId === String(row.consultant_id)) &&
      within(row.date, open ? now.date : filter.from, filter.to) &&
      (!filter.specialty ||
        office.consultants
          .find(one => one.id === row.consultant_id)
          ?.specialties.some(one => isAlike(one, filter.specialty))) &&
      (!states || states.includes(slotStateOf(office, row, now))),
  );
}

export function programsThat(office: Office, filter: ProgramFilter): Rows['program'][] {
  return office.programs.filter(
    row =>
      isShown(row, filter) &&
      (!filter.statuses || filter.statuses.includes(row.status)) &&
      within(row.date, filter.from, filter.to) &&
      (!filter.search ||
        finds(
          `${row.name} ${row.id} ${row.organizer ?? ''} ${row.description ?? ''}`,
          filter.search,
        )),
  );
}

export function feedbackThat(office: Office, filter: FeedbackFilter): Rows['feedback'][] {
  const appointments = new Map(office.appointments.map(row => [row.id, row]));
  return office.feedback.filter(row => {
    const of = appointments.get(row.appointment_id);
    return (
      (!filter.consultantId || filter.consultantId === String(of?.consultant_id)) &&
      (!filter.customerId || filter.customerId === of?.customer_id) &&
      within(officeDate(row.created_at), filter.from, filter.to) &&
      isRated(row.rating, filter) &&
      (typeof filter.hasComment !== 'boolean' || filter.hasComment === Boolean(row.comment))
    );
  });
}

export function participantsThat(
  office: Office,
  statuses: readonly ParticipantStatus[] | null | undefined,
): Rows['program_participant'][] {
  return office.participants.filter(row => !statuses || statuses.includes(row.status));
}

/** The rows in ascending order of keys, later keys breaking ties; or the same from the end. */
export function sorted<Row>(
  rows: readonly Row[],
  direction: 'ASC' | 'DESC',
  ...keys: ((row: Row) => string | number)[]
): Row[] {
  const inOrder = [...rows].sort((a, b) => {
    for (const key of keys) {
      const [one, other] = [key(a), key(b)];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  });
  return direction === 'ASC' ? inOrder : inOrder.reverse();
}

/** The office's date of an instant; Vietnam has no summer time. */
function officeDate(instant: string): string {
  return new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);
}

function takesPart(office: Office, programId: string, customerId: string): boolean {
  return office.participants.some(
    row =>
      String(row.program_id) === programId &&
      row.customer_id === customerId &&
      row.status !== 'CANCELLED',
  );
}

function textOf(person: Rows['customer'] | Rows['consultant']): string {
  const digits = person.phone_number?.replace(/\D/g, '');
  return [person.full_name, person.id, person.email, person.phone_number, digits].join(' ');
}

function textOfConsultant(consultant: Rows['consultant']): string {
  return `${textOf(consultant)} ${consultant.specialties.join(' ')}`;
}

interface Shown {
  readonly includeDisabled?: boolean | null | undefined;
  readonly isDisabled?: boolean | null | undefined;
}

function isShown(row: { readonly is_disabled: boolean }, filter: Shown): boolean {
  if (typeof filter.isDisabled === 'boolean') return row.is_disabled === filter.isDisabled;
  return filter.includeDisabled === true || !row.is_disabled;
}

interface Rated {
  readonly minRating?: number | null | undefined;
  readonly maxRating?: number | null | undefined;
}

function isRated(rating: number | undefined, { minRating, maxRating }: Rated): boolean {
  if (typeof minRating !== 'number' && typeof maxRating !== 'number') return true;
  return rating !== undefined && rating >= (minRating ?? 0) && rating <= (maxRating ?? 5);
}

function within(
  date: string,
  from: string | null | undefined,
  to: string | null | undefined,
): boolean {
  return (!from || date >= from) && (!to || date <= to);
}

function isAlike(text: string | null, wanted: string | null | undefined): boolean {
  return !wanted || (text !== null && plain(text) === plain(wanted));
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
