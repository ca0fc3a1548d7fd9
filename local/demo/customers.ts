import { fold } from '../../services/shared/search.ts';
import { digits } from './consultants.ts';
import { drawName, fullName, type PersonName } from './names.ts';
import { customerNotes } from './phrases.ts';
import { createRandom, type Random, weighted } from './prng.ts';
import { type Period, type Shape } from './shape.ts';
import { dateOf, dayOf, secondAt } from './wall-time.ts';

export interface Customer {
  readonly id: string;
  readonly fullName: string;
  readonly email: string | null;
  readonly phoneNumber: string | null;
  /** YYYY-MM-DD */
  readonly dateOfBirth: string | null;
  readonly notes: string | null;
  readonly isDisabled: boolean;
  /** Seconds of the wall clock. */
  readonly createdAt: number;
}

/** All customers, those who came first in front, and how many had come before each day. */
export interface Customers {
  readonly people: readonly Customer[];
  /** How many were known when a day began. */
  knownBefore(day: number): number;
}

/** One in ten was known before the period begins; the others arrive over its course, more of them each year. */
export function makeCustomers(shape: Shape, period: Period, seed: number): Customers {
  const random = createRandom(seed, 'customers');
  const start = period.first - EARLIER_DAYS;
  const created = Array.from({ length: shape.customers }, (_, index) => {
    const order = index / shape.customers;
    const passed =
      order < EARLIER_SHARE ? order / EARLIER_SHARE : (order - EARLIER_SHARE) / (1 - EARLIER_SHARE);
    const day =
      order < EARLIER_SHARE
        ? start + Math.floor(passed * EARLIER_DAYS)
        : period.first +
          Math.floor((0.4 * passed + 0.6 * Math.sqrt(passed)) * (period.today - period.first));
    return secondAt(day, random.between(7 * 60, 22 * 60 + 30)) + random.between(0, 59);
  }).sort((one, other) => one - other);

  const people = created.map((createdAt, index) =>
    makeCustomer(random, index, createdAt, period.today),
  );
  const counts = new Map<number, number>();
  let count = 0;
  for (let day = start; day <= period.last; day++) {
    const begins = secondAt(day, 0);
    while (count < created.length && (created[count] ?? 0) < begins) count++;
    counts.set(day, count);
  }
  return { people, knownBefore: day => counts.get(day) ?? 0 };
}

/** So many days before the period, customers began to arrive. */
const EARLIER_DAYS = 200;
const EARLIER_SHARE = 0.1;

function makeCustomer(random: Random, index: number, createdAt: number, today: number): Customer {
  const name = drawName(random);
  const age = random.draw(ages);
  const born = dayOf(`${Number(dateOf(today).slice(0, 4)) - age}-01-01`) - random.between(1, 365);
  return {
    id: channelId(random, index),
    fullName: fullName(name),
    email: random.chance(0.88) ? email(random, name) : null,
    phoneNumber: random.chance(0.93) ? phoneNumber(random) : null,
    dateOfBirth: random.chance(0.8) ? dateOf(born) : null,
    notes: random.chance(0.15) ? random.pick(customerNotes) : null,
    isDisabled: random.chance(0.02),
    createdAt,
  };
}

const ages = weighted([
  ...Array.from({ length: 8 }, (_, years) => [16 + years, 10] as const),
  ...Array.from({ length: 10 }, (_, years) => [24 + years, 2] as const),
  ...Array.from({ length: 20 }, (_, years) => [34 + years, 0.6] as const),
]);

/** The id under which a customer is known where they write from: two messengers, or the office itself. */
function channelId(random: Random, index: number): string {
  // Multiplying keeps ids apart, as long as the product stays below the modulus.
  if (index % 10 < 6) return `7${String(index * 71_356_237 + 1_009).padStart(15, '0')}`;
  if (index % 10 < 9) return `48${String(index * 60_271_999 + 523).padStart(17, '0')}`;
  const hex = Array.from({ length: 32 }, () => random.between(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function email(random: Random, { family, middle, given }: PersonName): string {
  const [first, second, last] = [given, middle, family].map(part => fold(part).replaceAll(' ', ''));
  const local = random.pick([`${first}.${last}`, `${last}${second}${first}`, `${first}${second}`]);
  return `${local}${digits(random, random.between(2, 4))}@${random.draw(mailDomains)}`;
}

const mailDomains = weighted([
  ['mail.example', 60],
  ['sinhvien.example', 22],
  ['hocsinh.example', 12],
  ['congty.example', 6],
]);

/** Of a range that no operator gives out any more; written in the ways that people write numbers. */
function phoneNumber(random: Random): string {
  const [a, b, c] = [digits(random, 1), digits(random, 3), digits(random, 3)];
  const style = random.fraction();
  if (style < 0.85) return `095${a}${b}${c}`;
  if (style < 0.93) return `095${a} ${b} ${c}`;
  return `+84 95${a} ${b} ${c}`;
}
