import { firstAbove, type Random } from './prng.ts';

/** The longest time, in days, between a booking and its meeting. */
export const LONGEST_LEAD = 60;

/** How many days before the meeting it was booked: mostly a few. At least `least`. */
export function drawLead(random: Random, least: number): number {
  const skipped = totals[least - 2] ?? 0;
  const total = totals[LONGEST_LEAD - 1] ?? 0;
  return firstAbove(totals, skipped + random.fraction() * (total - skipped)) + 1;
}

/** The share of the bookings of a day, so many days ahead of today, that were made before today. */
export function shareBookedEarlier(daysAhead: number): number {
  if (daysAhead < 0) return 1;
  const total = totals[LONGEST_LEAD - 1] ?? 0;
  return 1 - (totals[Math.min(daysAhead, LONGEST_LEAD) - 1] ?? 0) / total;
}

/** The index is the lead in days minus one. Fractions of whole numbers, so that every machine agrees. */
const totals: readonly number[] = runningTotals();

function runningTotals(): number[] {
  let total = 0;
  return Array.from({ length: LONGEST_LEAD }, (_, index) => {
    const lead = index + 1;
    total += 1 / ((lead + 1) * (lead + 4));
    return total;
  });
}
