import { overlap, valueOf, type Placement, type Problem } from './day-problem.ts';
import { pairKey, relaxed, type Restriction } from './day-relaxation.ts';
import { repaired } from './day-repair.ts';

export interface Found {
  readonly placement: Placement;
  /** No placement has a higher value (`valueOf`). */
  readonly bound: number;
  /** The placement is a best one, or, with a target, there is none that reaches it. */
  readonly proven: boolean;
}

/**
 * Work that may still be done, in relaxed problems whose answer has to be repaired. An answer that is a real placement
 * costs nothing: it ends its branch, and takes a small part of the time.
 */
export interface Budget {
  /** A part of what is left, at least this much, which is taken from it as it is used. */
  share(least: number): { spend(): boolean };
}

/** Large days get fewer looks, as each takes longer: 500 requests end within a second, 3,000 within some ten. */
export function createBudget(edges: number): Budget {
  let left = Math.max(4, Math.min(4_000, Math.floor(200_000 / Math.max(1, edges))));
  return {
    share: least => {
      let mine = Math.max(least, Math.floor(left / 2));
      return {
        spend: () => {
          if (mine <= 0) return false;
          mine -= 1;
          left -= 1;
          return true;
        },
      };
    },
  };
}

/** How often a relaxed problem is drawn tighter before it is split. */
const MOST_ROUNDS = 4;

/**
 * The placement of the highest value, by branch and bound: where the relaxed problem gives one consultant two requests
 * that overlap, one of the two pairs is forbidden in each branch. Tries what can be made of the placement `near`
 * first, and ends early when `target` is reached.
 */
export function search(
  problem: Problem,
  rooms: readonly number[],
  budget: { spend(): boolean },
  { target = Infinity, near }: { readonly target?: number; readonly near?: Placement } = {},
): Found {
  let best: Placement = problem.requests.map(() => -1);
  let highest = 0;
  let bound = Infinity;
  const keep = (placement: Placement): void => {
    const value = valueOf(problem, placement);
    if (value <= highest) return;
    best = placement;
    highest = value;
  };
  /** What a branch must be able to exceed to be worth a look. */
  const hopeless = (value: number): boolean =>
    value <= highest || (target !== Infinity && value < target);

  const open: Restriction[] = [{ rooms, forbidden: new Set(), moments: new Map() }];
  while (open.length > 0 && highest < target) {
    let restriction = open.pop()!;
    for (let round = 1; ; round++) {
      const placement = relaxed(problem, restriction);
      const value = valueOf(problem, placement);
      if (restriction.forbidden.size === 0) bound = Math.min(bound, value);
      if (hopeless(value)) break;
      const pairs = overlapping(problem, placement);
      if (pairs.length > 0 && !budget.spend()) return { placement: best, bound, proven: false };
      const first = restriction.forbidden.size === 0 && round === 1;
      if (first && near && pairs.length > 0) keep(repaired(problem, rooms, near));
      if (highest >= target) break;
      keep(pairs.length === 0 ? placement : repaired(problem, rooms, placement));
      if (pairs.length === 0 || hopeless(value) || highest >= target) break;
      if (round === MOST_ROUNDS) {
        const [a, b, k] = pairs[0]!;
        for (const r of [a, b]) {
          const forbidden = new Set(restriction.forbidden).add(pairKey(problem, r, k));
          open.push({ ...restriction, forbidden });
        }
        break;
      }
      restriction = tightened(problem, restriction, pairs);
    }
  }
  return {
    placement: best,
    bound: Math.min(bound, highest < target ? highest : bound),
    proven: true,
  };
}

type Pair = readonly [request: number, other: number, consultant: number];

/** Requests that overlap at the same consultant. */
function overlapping({ requests, consultants }: Problem, placement: Placement): Pair[] {
  const held = consultants.map((): number[] => []);
  const pairs: Pair[] = [];
  placement.forEach((k, r) => {
    if (k < 0) return;
    for (const other of held[k]!) {
      if (overlap(requests[other]!, requests[r]!)) pairs.push([other, r, k]);
    }
    held[k]!.push(r);
  });
  return pairs;
}

/** The same with a moment at which each of these pairs excludes each other. */
function tightened(
  { requests }: Problem,
  restriction: Restriction,
  pairs: readonly Pair[],
): Restriction {
  const moments = new Map(restriction.moments);
  for (const [a, b, k] of pairs) {
    const moment = Math.max(requests[a]!.start, requests[b]!.start);
    const known = moments.get(k) ?? [];
    moments.set(k, [moment, ...known.filter(each => each !== moment)]);
  }
  return { ...restriction, moments };
}
