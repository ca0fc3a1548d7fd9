import { type Consultant, worksOn } from './consultants.ts';
import { type Random } from './prng.ts';
import { secondAt, weekdayOf } from './wall-time.ts';

export interface Slot {
  readonly id: number;
  readonly consultant: Consultant;
  readonly day: number;
  /** Minutes after midnight. */
  readonly start: number;
  readonly end: number;
  readonly isAvailable: boolean;
  /** Seconds of the wall clock. */
  readonly createdAt: number;
}

/** What the slots of a day are made of. */
export interface DayPlan {
  readonly consultants: readonly Consultant[];
  readonly day: number;
  readonly today: number;
  /** Appointments, more or less. */
  readonly expected: number;
  readonly firstId: number;
}

/**
 * The slots that consultants offer on a day that expects so many appointments: a quarter more, spread over those who
 * work, each in the usual sittings and in one piece. Ids run on from `firstId`.
 */
export function planDay(random: Random, plan: DayPlan): Slot[] {
  const { consultants, day, expected, today, firstId } = plan;
  const weekday = weekdayOf(day);
  const working = random.shuffle(consultants.filter(person => worksOn(person, day, weekday)));
  let wanted = Math.ceil(expected * OFFERED_PER_EXPECTED);
  const slots: Slot[] = [];
  working.forEach((consultant, index) => {
    if (wanted <= 0) return;
    const grid = weekday === 6 ? consultant.grid.filter(({ end }) => end <= NOON) : consultant.grid;
    const share = Math.max(3, Math.ceil(wanted / (working.length - index)) + random.between(-1, 1));
    const count = Math.min(share, grid.length);
    const from = random.between(0, grid.length - count);
    // Plans are made two to four weeks ahead; those for the coming weeks, some day this week.
    const planned = Math.min(day - random.between(14, 28), today - random.between(1, 6));
    const createdAt = secondAt(planned, random.between(480, 1_050));
    for (const { start, end } of grid.slice(from, from + count)) {
      slots.push({
        id: firstId + slots.length,
        consultant,
        day,
        start,
        end,
        isAvailable: !random.chance(0.03),
        createdAt,
      });
    }
    wanted -= count;
  });
  return slots;
}

const OFFERED_PER_EXPECTED = 1.25;
const NOON = 720;
