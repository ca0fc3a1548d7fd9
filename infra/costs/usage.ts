import { type ProfileName } from '../config/config.ts';

/** What a month brings, as assumed: templates cannot tell. */
export interface Usage {
  /** Requests to the API, by people, in thousands. */
  readonly thousandRequests: number;
  /** Runs of the archive. With the schedule on: every five minutes. */
  readonly archiveRuns: number;
  /** How many of them find something to write. */
  readonly writingRuns: number;
  /** GB in the bucket, former versions with it. */
  readonly archiveGb: number;
  /** GB of lines: functions, API, database. */
  readonly logGb: number;
  /** The share of hours in which a metric of ours is written; others cost nothing. */
  readonly busyShare: number;
}

/** A month has 730 hours. */
export const MONTH_HOURS = 730;
const RUNS_AN_HOUR = 12;

export const usages: Readonly<Record<ProfileName, Usage>> = {
  dev: {
    thousandRequests: 20,
    archiveRuns: 100,
    writingRuns: 50,
    archiveGb: 1,
    logGb: 0.5,
    busyShare: 0.1,
  },
  staging: {
    thousandRequests: 100,
    archiveRuns: MONTH_HOURS * RUNS_AN_HOUR,
    writingRuns: 1_000,
    archiveGb: 2,
    logGb: 1,
    busyShare: 0.3,
  },
  prod: {
    thousandRequests: 500,
    archiveRuns: MONTH_HOURS * RUNS_AN_HOUR,
    writingRuns: 3_000,
    archiveGb: 10,
    logGb: 3,
    busyShare: 0.5,
  },
};

/** What one of each takes, roundly. */
export const per = {
  /** A request of people, and the invocations of nested lists. */
  request: { invocations: 1.2, seconds: 0.05 },
  archiveRun: { seconds: 2 },
  /** Objects of the days that changed, manifests, lists for Athena, the record and the state. */
  writingRun: { writes: 25 },
  /** A run that finds nothing still writes its record and the state. */
  idleRun: { writes: 2 },
} as const;
