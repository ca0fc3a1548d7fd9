import { fold } from '../../services/shared/search.ts';
import { drawName, fullName } from './names.ts';
import { qualifications } from './phrases.ts';
import { createRandom, type Random, weighted } from './prng.ts';
import { type Period, type Shape } from './shape.ts';
import { drawSpecialties } from './specialties.ts';
import { secondAt } from './wall-time.ts';

export interface Consultant {
  readonly id: number;
  readonly fullName: string;
  readonly email: string | null;
  readonly phoneNumber: string | null;
  readonly imageUrl: string | null;
  readonly specialties: readonly string[];
  readonly qualifications: string | null;
  /** The first day on which they work. */
  readonly joined: number;
  /** The first day on which they no longer work; they are disabled from then on. */
  readonly left: number | null;
  readonly maxPerDay: number | null;
  /** Weekdays on which they do not work, 0 for Sunday. */
  readonly freeWeekdays: readonly number[];
  /** Begin and end of their usual meetings, in minutes after midnight. */
  readonly grid: readonly Sitting[];
  /** Seconds of the wall clock. */
  readonly createdAt: number;
}

export interface Sitting {
  readonly start: number;
  readonly end: number;
}

/** Two thirds were there from the beginning; about one in twelve has left again. Ids run from 1. */
export function makeConsultants(shape: Shape, period: Period, seed: number): Consultant[] {
  const random = createRandom(seed, 'consultants');
  const length = period.today - period.first;
  return Array.from({ length: shape.consultants }, (_, index) => {
    const late = index / shape.consultants - 0.66;
    const joined =
      late < 0
        ? period.first - random.between(1, 900)
        : period.first + Math.floor((late / 0.34) * length * 0.9) + random.between(0, 20);
    const leaves = index % 12 === 5;
    const left = leaves
      ? period.first + Math.floor(length * (0.45 + 0.5 * random.fraction()))
      : null;
    return makeConsultant(
      random,
      index + 1,
      joined,
      left === null ? null : Math.max(left, joined + 60),
    );
  }).map(person =>
    person.left !== null && person.left >= period.today ? { ...person, left: null } : person,
  );
}

/** Whether they work on a day that is a working day at all. */
export function worksOn(
  { joined, left, freeWeekdays }: Consultant,
  day: number,
  weekday: number,
): boolean {
  return joined <= day && (left === null || day < left) && !freeWeekdays.includes(weekday);
}

function makeConsultant(
  random: Random,
  id: number,
  joined: number,
  left: number | null,
): Consultant {
  const name = drawName(random);
  const grid = random.draw(grids);
  const limited = random.chance(0.3);
  const local = `${fold(name.given)}.${fold(name.family)}`.replaceAll(' ', '');
  return {
    id,
    fullName: fullName(name),
    email: random.chance(0.97) ? `${local}.${id}@tuvan.example` : null,
    phoneNumber: random.chance(0.9) ? `095${digits(random, 7)}` : null,
    imageUrl: random.chance(0.7) ? `https://images.example.com/consultants/${id}.jpg` : null,
    specialties: drawSpecialties(random),
    qualifications: random.chance(0.85) ? random.pick(qualifications) : null,
    joined,
    left,
    maxPerDay: limited ? grid.length - random.between(1, 2) : null,
    freeWeekdays: random.draw(freeDays),
    grid,
    createdAt: secondAt(joined, random.between(8 * 60, 17 * 60)) + random.between(0, 59),
  };
}

/** So many random digits. */
export function digits(random: Random, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += random.between(0, 9);
  return text;
}

const freeDays = weighted<readonly number[]>([
  [[], 70],
  [[0], 12],
  [[0, 6], 10],
  [[1], 4],
  [[5], 4],
]);

const grids = weighted([
  [sittings(60, [480, 720], [780, 1_080]), 35],
  [sittings(45, [450, 720], [780, 1_050]), 45],
  [sittings(30, [480, 720], [780, 1_020]), 20],
]);

/** Sittings of so many minutes, one after the other, in each span of minutes after midnight. */
function sittings(minutes: number, ...spans: readonly (readonly [number, number])[]): Sitting[] {
  return spans.flatMap(([from, to]) =>
    Array.from({ length: Math.floor((to - from) / minutes) }, (_, index) => ({
      start: from + index * minutes,
      end: from + (index + 1) * minutes,
    })),
  );
}
