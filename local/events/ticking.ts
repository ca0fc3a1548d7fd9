import { type Timers } from '../realtime/timers.ts';

export interface TickingOptions {
  readonly everyMs: number;
  /** From when on periods are counted, in milliseconds of the clock; undefined while it rests. */
  readonly since: () => number | undefined;
  readonly clock: () => Date;
  readonly timers: Timers;
  /** Told when a period has ended, with the instant of its end. */
  readonly tick: (at: Date) => void;
}

export interface Ticking {
  /** Counts anew: it was switched on or off. */
  restart(): void;
  /** Looks at the clock: it was set. However many periods it has leapt over, one tick is made for all of them. */
  look(): void;
  close(): void;
}

/** Ticks at the end of each period. What ended while nobody ran it is not made up for. */
export function createTicking({ everyMs, since, clock, timers, tick }: TickingOptions): Ticking {
  let callOff = (): void => {};
  /** Periods that have ended. */
  let counted: number | undefined;

  function look(): void {
    callOff();
    const start = since();
    if (start === undefined) return;
    const now = clock().getTime();
    const ended = Math.floor((now - start) / everyMs);
    const before = counted ?? ended;
    counted = ended;
    callOff = timers.after(start + (ended + 1) * everyMs - now, look);
    if (ended > before) tick(new Date(start + ended * everyMs));
  }

  function restart(): void {
    counted = undefined;
    look();
  }

  restart();
  return { restart, look, close: () => callOff() };
}
