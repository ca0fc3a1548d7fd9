/** Chance that is the same in every run. */
export interface Chance {
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  of<T>(choices: readonly T[]): T;
  /** true in `percent` of a hundred. */
  likely(percent: number): boolean;
}

/** Mulberry32. Source: Tommy Ettinger, public domain. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    of: choices => {
      const chosen = choices[between(0, choices.length - 1)];
      if (chosen === undefined) throw new Error('there is nothing to choose from');
      return chosen;
    },
    likely: percent => next() * 100 < percent,
  };
}
