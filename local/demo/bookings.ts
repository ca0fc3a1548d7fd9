import { type Appointment, drawFate, type Fate, makeAppointment } from './appointments.ts';
import { type Customer, type Customers } from './customers.ts';
import { drawLead } from './lead-time.ts';
import { at, type Random } from './prng.ts';
import { type Slot } from './schedule.ts';
import { secondAt } from './wall-time.ts';

/** What the bookings of a day are made of. */
export interface DayOfBookings {
  readonly day: number;
  readonly today: number;
  /** How many. */
  readonly count: number;
  readonly slots: readonly Slot[];
  readonly customers: Customers;
  readonly firstId: number;
}

/**
 * The bookings of a day. A live one has a slot for itself and keeps to its consultant's limit, and nobody comes twice
 * on one day, so nothing overlaps. When a day is full, the rest was called off.
 */
export function bookDay(random: Random, booked: DayOfBookings): Appointment[] {
  const { day, today, count, slots, customers, firstId } = booked;
  if (slots.length === 0) return [];
  const free = random.shuffle(slots.filter(slot => slot.isAvailable || random.chance(0.1)));
  const taken = new Map<number, number>();
  const seen = new Set<Customer>();
  const now = secondAt(today, 0) - 600;

  /** The next free slot of a consultant who still takes one more. */
  const takeSlot = (): Slot | undefined => {
    for (let slot = free.pop(); slot; slot = free.pop()) {
      const before = taken.get(slot.consultant.id) ?? 0;
      const { maxPerDay, id } = slot.consultant;
      if (maxPerDay !== null && before >= maxPerDay) continue;
      taken.set(id, before + 1);
      return slot;
    }
    return undefined;
  };

  return Array.from({ length: count }, (_, index) => {
    let fate: Fate = drawFate(random, today - day);
    let slot: Slot | undefined;
    if (fate.status !== 'CANCELLED' && fate.isAssigned) {
      slot = takeSlot();
      if (!slot) fate = { status: 'CANCELLED', isAssigned: true, outcome: null };
    }
    slot ??= random.pick(slots);
    const bookedOn = day - drawLead(random, Math.max(1, day - today + 1));
    const createdAt = secondAt(bookedOn, random.between(7 * 60, 22 * 60)) + random.between(0, 59);
    const isLive = day >= today && fate.status !== 'CANCELLED';
    const customer = drawCustomer(random, customers, bookedOn, seen, isLive);
    return makeAppointment(random, { id: firstId + index, slot, fate, customer, createdAt, now });
  });
}

/** Somebody who was known that day, often somebody new; never twice into the same set. */
function drawCustomer(
  random: Random,
  { people, knownBefore }: Customers,
  day: number,
  seen: Set<Customer>,
  mustBeEnabled: boolean,
): Customer {
  const known = knownBefore(day);
  const recent = Math.min(known, Math.max(60, Math.floor(known * 0.03)));
  let index = random.chance(0.4)
    ? random.between(known - recent, known - 1)
    : random.between(0, known - 1);
  for (let tries = 0; tries < known; tries++) {
    const customer = at(people, index);
    if (!seen.has(customer) && !(mustBeEnabled && customer.isDisabled)) {
      seen.add(customer);
      return customer;
    }
    index = index === 0 ? known - 1 : index - 1;
  }
  throw new RangeError(`fewer customers are known on day ${day} than it has bookings`);
}
