import { setTimeout as sleep } from 'node:timers/promises';
import { nameOf } from './deployment-failed.ts';

/** Time as it passes; tests have their own. */
export interface Timer {
  /** Milliseconds, counted from any moment. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

const realTime: Timer = { now: () => performance.now(), pause: ms => sleep(ms) };

/** Short at first, for most of what lags is there within seconds; two minutes in all. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, ...Array.from({ length: 7 }, () => 15_000)];

/** How long an event is worked on at most: shorter than its function lives, so that CloudFormation is told in any case. */
const LIFE_MS = 840_000;

/**
 * Nothing was begun, and soon it may be: rights of a role that was made a moment ago are not known everywhere yet
 * (Source: IAM User Guide, "Changes that I make are not always immediately visible"), the service has too much to do, or
 * is busy with what was asked before.
 */
const EARLY: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'EC2ThrottledException',
  'OperationAborted',
  'ResourceConflictException',
  'ResourceNotReadyException',
  'SlowDown',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** What one event of CloudFormation has of it: all of its steps share the pauses. */
export class Patience {
  private readonly pauses = PAUSES_MS.values();
  private readonly timer: Timer;
  private readonly until: number;

  constructor(timer = realTime) {
    this.timer = timer;
    this.until = timer.now() + LIFE_MS;
  }

  /** How long a step may take that is begun now. */
  get leftMs(): number {
    return Math.max(1, Math.floor(this.until - this.timer.now()));
  }

  /** Does a step, again and again while it may not be begun yet. Throws what its last attempt threw. */
  async tried<Result>(step: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await step();
      } catch (error) {
        const { value: ms } = this.pauses.next();
        if (ms === undefined || !EARLY.has(nameOf(error))) throw error;
        await this.timer.pause(ms);
      }
    }
  }
}
