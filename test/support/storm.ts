import { operations } from '../../services/handlers/operations.ts';
import { type Chance } from './random.ts';

/** One change that somebody asks for. */
export interface Asked {
  /** `createAppointment` */
  readonly field: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Few people, days and hours, so that everybody is in everybody's way. */
export interface Ground {
  /** `YYYY-MM-DD` */
  readonly days: readonly string[];
  readonly consultants: number;
  readonly customers: number;
  readonly programs: number;
  /** Ids of appointments and slots that are asked for lie below. */
  readonly appointments: number;
  readonly timeslots: number;
  /** Of these appointments, the first ones, the start has passed. */
  readonly started: number;
}

type Make = (luck: Chance, ground: Ground) => Readonly<Record<string, unknown>>;

/** How often each change is asked for, and with what. Ids are those that the ground has or will have. */
const makers: Readonly<Record<string, readonly [weight: number, make: Make]>> = {
  createAppointment: [
    20,
    (luck, ground) => ({
      input: {
        customerId: customer(luck, ground),
        consultantId: luck.likely(70) ? consultant(luck, ground) : null,
        ...period(luck, ground),
        durationMinutes: luck.of([15, 30, 60, 90]),
        confirm: luck.likely(20),
        overrides: overrides(luck),
      },
      ...token(luck),
    }),
  ],
  updateAppointment: [
    2,
    (luck, ground) => ({
      id: appointment(luck, ground),
      input: { description: luck.of(['Đổi nghề', null]) },
    }),
  ],
  rescheduleAppointment: [
    12,
    (luck, ground) => ({
      id: appointment(luck, ground),
      ...period(luck, ground),
      keepConfirmed: luck.likely(50),
      overrides: overrides(luck),
    }),
  ],
  confirmAppointment: [8, (luck, ground) => ({ id: appointment(luck, ground), ...version(luck) })],
  completeAppointment: [
    8,
    (luck, ground) => ({
      id: early(luck, ground),
      outcome: luck.of(['ATTENDED', 'ATTENDED', 'NO_SHOW']),
    }),
  ],
  cancelAppointment: [
    6,
    (luck, ground) => ({ id: appointment(luck, ground), reason: 'bận', ...version(luck) }),
  ],
  assignConsultant: [
    12,
    (luck, ground) => ({
      appointmentId: appointment(luck, ground),
      consultantId: consultant(luck, ground),
      keepConfirmed: luck.likely(50),
      overrides: overrides(luck),
    }),
  ],
  unassignConsultant: [3, (luck, ground) => ({ appointmentId: appointment(luck, ground) })],
  autoAssignConsultant: [
    6,
    (luck, ground) => ({ appointmentId: appointment(luck, ground), strategy: 'LEAST_LOADED' }),
  ],
  autoAssignDay: [1, (luck, ground) => ({ date: luck.of(ground.days), strategy: 'LEAST_LOADED' })],
  createTimeslot: [
    4,
    (luck, ground) => {
      const { date, startTime } = period(luck, ground);
      const hour = Number(startTime.slice(0, 2));
      const endTime = `${two(hour + 1)}${startTime.slice(2)}`;
      return { input: { consultantId: consultant(luck, ground), date, startTime, endTime } };
    },
  ],
  updateTimeslot: [
    3,
    (luck, ground) => {
      const hour = luck.between(8, 16);
      const input = { startTime: `${two(hour)}:00:00`, endTime: `${two(hour + 1)}:00:00` };
      return { id: timeslot(luck, ground), input };
    },
  ],
  blockTimeslot: [3, (luck, ground) => ({ id: timeslot(luck, ground) })],
  openTimeslot: [3, (luck, ground) => ({ id: timeslot(luck, ground) })],
  deleteTimeslot: [2, (luck, ground) => ({ id: timeslot(luck, ground) })],
  generateTimeslots: [
    1,
    (luck, { days, ...ground }) => ({
      input: {
        consultantIds: [consultant(luck, { days, ...ground })],
        from: days[0],
        to: days.at(-1),
      },
    }),
  ],
  updateConsultant: [
    2,
    (luck, ground) => ({
      id: consultant(luck, ground),
      input: luck.of([{ maxPerDay: 3 }, { maxPerDay: null }, { email: 'chung@meetassist.vn' }]),
    }),
  ],
  disableConsultant: [3, (luck, ground) => ({ id: `${luck.between(1, ground.consultants)}` })],
  enableConsultant: [5, (luck, ground) => ({ id: consultant(luck, ground) })],
  createCustomer: [2, luck => ({ input: { fullName: 'Nguyễn Thị Lan' }, ...token(luck) })],
  updateCustomer: [
    2,
    (luck, ground) => ({ id: customer(luck, ground), input: { notes: luck.of(['a', 'b', null]) } }),
  ],
  disableCustomer: [3, (luck, ground) => ({ id: `zalo-${luck.between(1, ground.customers)}` })],
  enableCustomer: [5, (luck, ground) => ({ id: customer(luck, ground) })],
  updateProgram: [
    2,
    (luck, ground) => ({ id: program(luck, ground), input: { capacity: luck.of([2, 4, null]) } }),
  ],
  startProgram: [3, (luck, ground) => ({ id: program(luck, ground) })],
  completeProgram: [1, (luck, ground) => ({ id: program(luck, ground) })],
  disableProgram: [1, (luck, ground) => ({ id: program(luck, ground) })],
  enableProgram: [2, (luck, ground) => ({ id: program(luck, ground) })],
  registerParticipant: [
    8,
    (luck, ground) => ({ programId: program(luck, ground), customerId: customer(luck, ground) }),
  ],
  cancelParticipant: [
    5,
    (luck, ground) => ({ programId: program(luck, ground), customerId: customer(luck, ground) }),
  ],
  markAttended: [
    5,
    (luck, ground) => ({
      programId: program(luck, ground),
      customerIds: [customer(luck, ground)],
    }),
  ],
  recordFeedback: [
    5,
    (luck, ground) => ({ appointmentId: early(luck, ground), rating: luck.of([3, 4.5]) }),
  ],
};

/** As often in the list as it is asked for. */
const bag = Object.entries(makers).flatMap(([field, [weight]]) =>
  operations[`Mutation.${field}`] ? Array<string>(weight).fill(field) : [],
);

/** The mutations that storms consist of. */
export const stormy: readonly string[] = [...new Set(bag)];

export function anyChange(luck: Chance, ground: Ground): Asked {
  const field = luck.of(bag);
  const make = makers[field]?.[1];
  if (!make) throw new Error(`nobody knows how to ask for ${field}`);
  return { field, input: make(luck, ground) };
}

const appointment = (luck: Chance, ground: Ground) => `${luck.between(1, ground.appointments)}`;
/** One of those that begin the storm, which may have started. */
const early = (luck: Chance, ground: Ground) =>
  luck.likely(70) ? `${luck.between(1, ground.started)}` : appointment(luck, ground);
const consultant = (luck: Chance, ground: Ground) => `${anyone(luck, ground.consultants)}`;
const customer = (luck: Chance, ground: Ground) => `zalo-${anyone(luck, ground.customers)}`;
const program = (luck: Chance, ground: Ground) => `${luck.between(1, ground.programs)}`;
const timeslot = (luck: Chance, ground: Ground) => `${luck.between(1, ground.timeslots)}`;

/** The last two are seldom asked for, so that they can be disabled now and then. */
function anyone(luck: Chance, count: number): number {
  return luck.likely(96) ? luck.between(1, count - 2) : luck.between(count - 1, count);
}

function period(luck: Chance, { days }: Ground): { date: string; startTime: string } {
  const startTime = `${two(luck.between(8, 16))}:${luck.of(['00', '30'])}:00`;
  return { date: luck.of(days), startTime };
}

/** Mostly all of them, so that only what no one may override is in the way. */
function overrides(luck: Chance): readonly string[] | null {
  return luck.likely(80)
    ? ['PAST_TIME', 'OUTSIDE_SCHEDULE', 'SLOT_BLOCKED', 'DAY_FULL', 'SPECIALTY_MISMATCH']
    : null;
}

function version(luck: Chance): { readonly expectedVersion?: number } {
  return luck.likely(20) ? { expectedVersion: luck.between(1, 4) } : {};
}

/** Few tokens, so that several ask with the same one at the same time. */
function token(luck: Chance): { readonly clientToken?: string } {
  return luck.likely(20) ? { clientToken: `token-${luck.between(1, 30)}` } : {};
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
