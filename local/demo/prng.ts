/** Numbers that look random and are the same each time for the same seed. */
export interface Random {
  /** At least 0, below 1. */
  fraction(): number;
  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number;
  /** True in this share of the calls. */
  chance(share: number): boolean;
  /** One of the items; the list is not empty. */
  pick<T>(items: readonly T[]): T;
  /** One of the items, each as often as its weight says. */
  draw<T>(table: Weighted<T>): T;
  /** Brings the items into another order, in place. */
  shuffle<T>(items: T[]): T[];
}

/** Items with the running totals of their weights. */
export interface Weighted<T> {
  readonly items: readonly T[];
  readonly totals: readonly number[];
}

/** A stream of numbers of its own for each purpose, so that one more draw here changes nothing there. */
export function createRandom(seed: number, purpose: string): Random {
  let state = mixed(seed, purpose);

  // mulberry32: 32 bits of state are plenty for one purpose, and its arithmetic is the same on every machine.
  function fraction(): number {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  }

  const below = (count: number): number => Math.floor(fraction() * count);

  return {
    fraction,
    between: (least, most) => least + below(most - least + 1),
    chance: share => fraction() < share,
    pick: items => at(items, below(items.length)),
    draw: ({ items, totals }) =>
      at(items, firstAbove(totals, fraction() * at(totals, totals.length - 1))),
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const other = below(i + 1);
        const moved = at(items, i);
        items[i] = at(items, other);
        items[other] = moved;
      }
      return items;
    },
  };
}

/** Weights are zero or more, and one is above zero. */
export function weighted<T>(pairs: readonly (readonly [T, number])[]): Weighted<T> {
  let total = 0;
  return {
    items: pairs.map(([item]) => item),
    totals: pairs.map(([, weight]) => (total += weight)),
  };
}

/** The index of the first total above `value`; totals rise. */
export function firstAbove(totals: readonly number[], value: number): number {
  let low = 0;
  let high = totals.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((totals[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The item at an index that is known to exist. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index} among ${items.length}`);
  return item;
}

/** FNV-1a over the purpose, started from the seed, whose bits are spread first: it would cancel out letters. */
function mixed(seed: number, purpose: string): number {
  let hash = Math.imul((seed | 0) ^ 0x811c9dc5, 0x9e3779b1);
  for (let i = 0; i < purpose.length; i++) {
    hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  }
  return hash;
}
