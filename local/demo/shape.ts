/** How much of everything a demo database holds. */
export interface Shape {
  /** Exactly so many appointments. */
  readonly appointments: number;
  readonly customers: number;
  readonly consultants: number;
  /** On average, per program. */
  readonly participants: number;
  /** Demand per day in the last year of the period, with 1 in the middle year; the first year has 2 minus this. */
  readonly growth: number;
}

/** `medium` is what the benchmark measures growth against. */
export type DemoSize = 'small' | 'medium' | 'large';

export const shapes: Readonly<Record<DemoSize, Shape>> = {
  small: {
    appointments: 20_000,
    customers: 4_000,
    consultants: 18,
    participants: 40,
    growth: 1.35,
  },
  medium: {
    appointments: 200_000,
    customers: 20_000,
    consultants: 40,
    participants: 150,
    growth: 1.12,
  },
  large: {
    appointments: 1_000_000,
    customers: 100_000,
    consultants: 200,
    participants: 400,
    growth: 1.12,
  },
};

/** The days that the demo covers, as day numbers; `today` itself still lies ahead. */
export interface Period {
  readonly first: number;
  readonly today: number;
  readonly last: number;
}

/** Three years back, 60 days ahead. */
export function periodAround(today: number): Period {
  return { first: today - 1_095, today, last: today + 60 };
}
