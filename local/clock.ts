/** The stack's own time, which everything in it reads. It runs as fast as the machine's. */
export interface StackClock {
  now(): Date;
  /** Milliseconds that it is ahead of the machine's clock. */
  readonly offsetMs: number;
  /** Sets it to an instant, from which it runs on; to the machine's time when there is none. */
  set(at: Date | undefined): void;
}

export function createClock(at?: Date): StackClock {
  let offsetMs = 0;
  const clock: StackClock = {
    now: () => new Date(Date.now() + offsetMs),
    get offsetMs() {
      return offsetMs;
    },
    set: instant => {
      offsetMs = instant ? instant.getTime() - Date.now() : 0;
    },
  };
  clock.set(at);
  return clock;
}
