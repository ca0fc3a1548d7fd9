import { createRandom } from './prng.ts';
import { type Period, type Shape } from './shape.ts';
import { dateOf, dayOf, weekdayOf } from './wall-time.ts';
import { shareBookedEarlier } from './lead-time.ts';

/** What a day of the period asks for. */
export interface DayDemand {
  readonly day: number;
  /** Requests and meetings of this day that are known today. */
  readonly appointments: number;
  /** What the day is planned for: as `appointments`, were all its bookings made already. */
  readonly expected: number;
}

/** Every day of the period, in order. The appointments add up to the shape's number exactly. */
export function demandByDay(shape: Shape, period: Period, seed: number): DayDemand[] {
  const random = createRandom(seed, 'demand');
  const days: { day: number; full: number; known: number }[] = [];
  for (let day = period.first; day <= period.last; day++) {
    const full =
      demandOf(day) * growthAt(day, period, shape.growth) * (0.88 + 0.24 * random.fraction());
    days.push({ day, full, known: full * shareBookedEarlier(day - period.today) });
  }
  const total = days.reduce((sum, { known }) => sum + known, 0);
  const scale = shape.appointments / total;
  let running = 0;
  let given = 0;
  return days.map(({ day, full, known }, index) => {
    running += known;
    const due = index === days.length - 1 ? shape.appointments : Math.round(running * scale);
    const appointments = due - given;
    given = due;
    return { day, appointments, expected: full * scale };
  });
}

/** Relative demand: busy from Tuesday to Thursday, Saturday mornings, almost nothing on Sundays and holidays. */
export function demandOf(day: number): number {
  return (
    (WEEKDAY[weekdayOf(day)] ?? 0) *
    (SEASON[Number(dateOf(day).slice(5, 7)) - 1] ?? 1) *
    holiday(day)
  );
}

/** From Sunday. */
const WEEKDAY = [0.06, 0.9, 1.15, 1.2, 1.15, 0.85, 0.45];
/** From January. Registration for the universities is in March and April, results come in July. */
const SEASON = [0.95, 0.9, 1.05, 1.08, 0.97, 0.98, 1.1, 1.08, 1, 0.98, 0.98, 0.93];

function holiday(day: number): number {
  const date = dateOf(day);
  if (FIXED_HOLIDAYS.has(date.slice(5))) return 0;
  const newYear = TET.get(date.slice(0, 4));
  if (newYear === undefined) return 1;
  const after = day - newYear;
  if (after >= -2 && after <= 5) return 0;
  if (after >= -7 && after <= 9) return 0.2;
  return 1;
}

const FIXED_HOLIDAYS = new Set(['01-01', '04-30', '05-01', '09-02']);

/** The first day of the lunar year in Vietnam, by calendar year. Years outside the table have no Tết. */
const TET = new Map(
  [
    ...['2019-02-05', '2020-01-25', '2021-02-12', '2022-02-01', '2023-01-22', '2024-02-10'],
    ...['2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-02'],
    ...['2031-01-23', '2032-02-11', '2033-01-31', '2034-02-19', '2035-02-08', '2036-01-28'],
    ...['2037-02-15', '2038-02-04', '2039-01-24', '2040-02-12'],
  ].map(date => [date.slice(0, 4), dayOf(date)]),
);

/** A straight line through 1 in the middle of the past. */
function growthAt(day: number, { first, today }: Period, growth: number): number {
  const passed = (day - first) / (today - first);
  return 1 + (growth - 1) * (2 * passed - 1) * 1.5;
}
