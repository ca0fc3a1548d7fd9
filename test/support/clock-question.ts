import { type Place } from './service.ts';

/** What the process is asked for, as JSON in the environment variable QUESTION. */
export interface Question {
  readonly connection: Place;
  /** Zones of the database sessions. */
  readonly sessionZones: readonly string[];
  /** ISO 8601 instants. */
  readonly moments: readonly string[];
}

/** The answers at each moment of each session zone, and what the process took its own zone for. */
export interface ClockAnswers {
  /** Hours of the process's own zone. */
  readonly processOffset: number;
  readonly answers: readonly {
    readonly sessionZone: string;
    readonly moment: string;
    readonly answer: unknown;
  }[];
}
