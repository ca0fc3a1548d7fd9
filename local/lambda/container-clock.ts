const RealDate = Date;
let offsetMs = 0;

/** Moves the clock of this thread to `ms` after the machine's (negative: before). */
export function setClockOffset(ms: number): void {
  offsetMs = ms;
}

/** From here on `Date` in this thread follows the adjustable clock. Timers and `performance` keep real time. */
export function installClock(): void {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}

function now(): number {
  return RealDate.now() + offsetMs;
}
