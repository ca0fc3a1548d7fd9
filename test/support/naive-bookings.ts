import { type Override, type UnavailableReason } from '../../generated/graphql.ts';
import { type Moment } from './naive-lists.ts';
import { type Office } from './random-office.ts';
import { type Rows } from './rows.ts';
import { plain } from './vietnamese.ts';

/** An appointment that somebody asks for. */
export interface AskedBooking {
  readonly customerId: string;
  readonly consultantId: number | null;
  readonly date: string;
  /** HH:MM:SS */
  readonly startTime: string;
  readonly durationMinutes: number;
  readonly requiredSpecialty: string | null;
  readonly overrides: readonly Override[];
  /** The appointment that is moved: it takes no time. */
  readonly except?: number | undefined;
}

type People = Pick<Office, 'appointments' | 'consultants' | 'customers' | 'timeslots'>;

/** docs/domain.md, "When a time is free", reason after reason over all rows in memory. Null when nothing stands against it. */
export function refusalOf(
  office: People,
  asked: AskedBooking,
  now: Moment,
): UnavailableReason | null {
  const { date, overrides } = asked;
  const consultant = office.consultants.find(({ id }) => id === asked.consultantId);
  const customer = office.customers.find(({ id }) => id === asked.customerId);
  const from = seconds(asked.startTime);
  const to = from + asked.durationMinutes * 60;
  const touching = (row: Rows['appointment']) =>
    row.id !== asked.except &&
    row.status !== 'CANCELLED' &&
    row.date === date &&
    seconds(row.start_time) < to &&
    from < seconds(row.start_time) + row.duration_minutes * 60;
  const slots = office.timeslots.filter(
    row => row.consultant_id === asked.consultantId && row.date === date,
  );
  const held = office.appointments.filter(
    row =>
      row.id !== asked.except &&
      row.consultant_id === asked.consultantId &&
      row.date === date &&
      row.status !== 'CANCELLED',
  );
  const wrong: Record<UnavailableReason, boolean> = {
    CONSULTANT_DISABLED: consultant?.is_disabled === true,
    PAST_TIME: `${date} ${asked.startTime}` <= `${now.date} ${now.time}`,
    OUTSIDE_SCHEDULE: !slots.some(
      row => seconds(row.start_time) <= from && to <= seconds(row.end_time),
    ),
    SLOT_BLOCKED: slots.some(
      row => !row.is_available && seconds(row.start_time) < to && from < seconds(row.end_time),
    ),
    SLOT_TAKEN: held.some(touching),
    DAY_FULL: consultant?.max_per_day != null && held.length >= consultant.max_per_day,
    SPECIALTY_MISMATCH:
      asked.requiredSpecialty !== null &&
      consultant?.specialties.every(one => plain(one) !== plain(asked.requiredSpecialty ?? '')) ===
        true,
    CUSTOMER_DISABLED: customer?.is_disabled === true,
    CUSTOMER_BUSY: office.appointments.some(
      row => row.customer_id === asked.customerId && touching(row),
    ),
  };
  const counts = (reason: UnavailableReason) =>
    (consultant !== undefined || withoutConsultant.includes(reason)) &&
    !overrides.some(one => one === reason);
  return inOrder.find(reason => wrong[reason] && counts(reason)) ?? null;
}

/** What stands against a request that nobody is to have yet. */
const withoutConsultant: readonly UnavailableReason[] = [
  'PAST_TIME',
  'CUSTOMER_DISABLED',
  'CUSTOMER_BUSY',
];

/** The most telling first. */
export const inOrder: readonly UnavailableReason[] = [
  'CONSULTANT_DISABLED',
  'PAST_TIME',
  'OUTSIDE_SCHEDULE',
  'SLOT_BLOCKED',
  'SLOT_TAKEN',
  'DAY_FULL',
  'SPECIALTY_MISMATCH',
  'CUSTOMER_DISABLED',
  'CUSTOMER_BUSY',
];

/** Ids of the three free slots of the consultant that are long enough and nearest, the nearest first, then the earlier. */
export function nearestFree(office: People, asked: AskedBooking, now: Moment): string[] {
  const own = office.appointments.find(({ id }) => id === asked.except);
  const wanted = moment(asked.date, asked.startTime);
  return office.timeslots
    .filter(slot => {
      const length = (seconds(slot.end_time) - seconds(slot.start_time)) / 60;
      const whole = {
        ...asked,
        date: slot.date,
        startTime: slot.start_time,
        durationMinutes: length,
        consultantId: slot.consultant_id,
        requiredSpecialty: null,
        overrides: [],
      };
      const holdsOwn =
        own !== undefined &&
        own.consultant_id === slot.consultant_id &&
        own.date === slot.date &&
        seconds(own.start_time) < seconds(slot.end_time) &&
        seconds(slot.start_time) < seconds(own.start_time) + own.duration_minutes * 60;
      const reason = refusalOf(office, whole, now);
      const ofCustomer = reason === 'CUSTOMER_DISABLED' || reason === 'CUSTOMER_BUSY';
      return (
        slot.consultant_id === asked.consultantId &&
        length >= asked.durationMinutes &&
        !holdsOwn &&
        (reason === null || ofCustomer)
      );
    })
    .map(slot => ({ slot, at: moment(slot.date, slot.start_time) }))
    .sort((a, b) => Math.abs(a.at - wanted) - Math.abs(b.at - wanted) || a.at - b.at)
    .slice(0, 3)
    .map(({ slot }) => String(slot.id));
}

function seconds(time: string): number {
  const [hours = 0, minutes = 0, rest = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
}

function moment(date: string, time: string): number {
  return Date.parse(`${date}T${time}Z`);
}
