import { type Consultant } from './consultants.ts';
import { type Customer } from './customers.ts';
import { additions, cancelReasons, requests } from './phrases.ts';
import { at, type Random } from './prng.ts';
import { type Slot } from './schedule.ts';
import { specialties } from './specialties.ts';
import { secondAt } from './wall-time.ts';

/** Times are seconds of the wall clock. */
export interface Appointment {
  readonly id: number;
  readonly consultant: Consultant | null;
  readonly customer: Customer;
  readonly day: number;
  /** Minutes after midnight. */
  readonly start: number;
  readonly minutes: number;
  readonly status: Status;
  readonly outcome: 'ATTENDED' | 'NO_SHOW' | null;
  readonly meetingUrl: string | null;
  readonly description: string | null;
  readonly requiredSpecialty: string | null;
  readonly cancelReason: string | null;
  readonly createdAt: number;
  readonly confirmedAt: number | null;
  readonly completedAt: number | null;
  readonly cancelledAt: number | null;
}

export type Status = 'PENDING' | 'CONFIRMED' | 'COMPLETED' | 'CANCELLED';

/** What becomes of a request, drawn before anything else of it. */
export interface Fate {
  readonly status: Status;
  readonly isAssigned: boolean;
  readonly outcome: 'ATTENDED' | 'NO_SHOW' | null;
}

/** `daysAgo` is 0 or less for days that are not over yet. */
export function drawFate(random: Random, daysAgo: number): Fate {
  const cancelled = random.chance(daysAgo > 0 ? 0.14 : 0.08);
  if (cancelled) return { status: 'CANCELLED', isAssigned: random.chance(0.9), outcome: null };
  const waits = daysAgo <= 0 ? 0.4 : daysAgo <= 10 ? 0.03 : 0;
  if (random.chance(waits))
    return { status: 'PENDING', isAssigned: random.chance(0.4), outcome: null };
  // Yesterday's meetings are not all closed yet.
  if (daysAgo <= 0 || (daysAgo === 1 && random.chance(0.15))) {
    return { status: 'CONFIRMED', isAssigned: true, outcome: null };
  }
  const outcome = random.chance(0.07) ? 'NO_SHOW' : 'ATTENDED';
  return { status: 'COMPLETED', isAssigned: true, outcome };
}

/** Where and when a request came to be, as decided for its whole day (bookings.ts). */
export interface Placement {
  readonly id: number;
  readonly slot: Slot;
  readonly fate: Fate;
  readonly customer: Customer;
  readonly createdAt: number;
  /** Everything known happened before this second. */
  readonly now: number;
}

/** An appointment whose instants follow each other: booked, confirmed, held or called off, and nothing after now. */
export function makeAppointment(random: Random, placement: Placement): Appointment {
  const { id, slot, fate, customer, createdAt, now } = placement;
  const { status, outcome } = fate;
  const consultant = fate.isAssigned ? slot.consultant : null;
  const begins = secondAt(slot.day, slot.start);
  const minutes = slot.end - slot.start;
  const until = Math.min(begins - 600, now);
  const confirmedAt =
    status === 'CONFIRMED' ||
    status === 'COMPLETED' ||
    (status === 'CANCELLED' && consultant && random.chance(0.5))
      ? Math.max(createdAt + 60, soonAfter(random, createdAt, until))
      : null;
  const cancelledAt =
    status === 'CANCELLED' ? soonAfter(random, (confirmedAt ?? createdAt) + 120, until) : null;
  // Meetings are closed on the same day.
  const completedAt =
    status === 'COMPLETED' ? begins + minutes * 60 + random.between(0, 90 * 60) : null;
  const online = confirmedAt !== null && random.chance(0.55);
  return {
    id,
    consultant,
    customer,
    day: slot.day,
    start: slot.start,
    minutes,
    status,
    outcome,
    meetingUrl: online ? `https://meet.example.com/${meetingCode(random)}` : null,
    description: random.chance(0.6) ? description(random) : null,
    requiredSpecialty: random.chance(0.5) ? requiredSpecialty(random, consultant) : null,
    cancelReason: status === 'CANCELLED' && random.chance(0.95) ? random.draw(cancelReasons) : null,
    createdAt,
    confirmedAt,
    completedAt,
    cancelledAt,
  };
}

/** Sooner rather than later between two seconds; `from` itself when there is no room. */
function soonAfter(random: Random, from: number, until: number): number {
  const part = random.fraction() * random.fraction();
  return from + Math.max(0, Math.floor((until - from) * part));
}

function description(random: Random): string {
  const text = random.pick(requests);
  return random.chance(0.3) ? `${text} ${random.pick(additions)}` : text;
}

/** Mostly what the consultant knows; what nobody has been found for yet can be anything. */
function requiredSpecialty(random: Random, consultant: Consultant | null): string {
  return consultant && random.chance(0.9)
    ? random.pick(consultant.specialties)
    : random.draw(specialties);
}

function meetingCode(random: Random): string {
  const letters = (count: number): string => {
    let text = '';
    for (let i = 0; i < count; i++) text += at(ALPHABET, random.between(0, ALPHABET.length - 1));
    return text;
  };
  return `${letters(3)}-${letters(4)}-${letters(3)}`;
}

const ALPHABET = [...'abcdefghjkmnopqrstuvwxyz'];
