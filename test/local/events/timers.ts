import { type Timers } from '../../../local/realtime/timers.ts';

/** A clock that stands until it is moved, and the timers that hang on it. */
export interface ManualTime {
  readonly timers: Timers;
  now(): Date;
  /** Lets time pass; what is due runs on the way, at its instant. */
  pass(milliseconds: number): void;
  /** Sets the clock without letting time pass: timers wait as long as before. */
  set(instant: string): void;
}

export function manualTime(start: string): ManualTime {
  let now = Date.parse(start);
  let elapsed = 0;
  const waiting: { at: number; readonly run: () => void }[] = [];
  const after = (milliseconds: number, run: () => void) => {
    const entry = { at: elapsed + milliseconds, run };
    waiting.push(entry);
    return () => {
      const index = waiting.indexOf(entry);
      if (index >= 0) waiting.splice(index, 1);
    };
  };
  return {
    timers: { after, every: () => () => {} },
    now: () => new Date(now),
    pass(milliseconds) {
      const end = elapsed + milliseconds;
      for (;;) {
        const [next] = waiting.toSorted((a, b) => a.at - b.at);
        const step = (next && next.at <= end ? next.at : end) - elapsed;
        elapsed += step;
        now += step;
        if (!next || next.at > elapsed) return;
        waiting.splice(waiting.indexOf(next), 1);
        next.run();
      }
    },
    set(instant) {
      now = Date.parse(instant);
    },
  };
}
