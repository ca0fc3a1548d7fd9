import { createNetwork } from './day-flow.ts';
import { type Placement, type Problem, type ProblemRequest } from './day-problem.ts';

/** What narrows the relaxed problem: one state of the search. */
export interface Restriction {
  /** How many requests each consultant may take. */
  readonly rooms: readonly number[];
  /** Pairs that must not be, as `pairKey`. */
  readonly forbidden: ReadonlySet<number>;
  /** Moments at which a consultant shall be in one place only, the more important first. */
  readonly moments: ReadonlyMap<number, readonly number[]>;
}

export function pairKey({ consultants }: Problem, request: number, consultant: number): number {
  return request * consultants.length + consultant;
}

/**
 * A placement of the highest value (`valueOf`) under weaker rules: each consultant's requests are parted into groups
 * that all overlap at one moment, and only two requests of the same group exclude each other. So its value bounds that of
 * every real placement, and when its requests do not overlap it is a best real one.
 */
export function relaxed(problem: Problem, restriction: Restriction): Placement {
  const { requests, consultants } = problem;
  const { rooms, forbidden } = restriction;
  const wanted = consultants.map((): number[] => []);
  requests.forEach(({ choices }, r) => {
    for (const k of choices) {
      if ((rooms[k] ?? 0) > 0 && !forbidden.has(pairKey(problem, r, k))) wanted[k]?.push(r);
    }
  });
  const groups = wanted.map((list, k) =>
    groupsOf(requests, list, restriction.moments.get(k) ?? []),
  );
  const groupCount = groups.reduce((sum, { count }) => sum + count, 0);
  const pairs = wanted.reduce((sum, { length }) => sum + length, 0);

  const nodes = 2 + requests.length + groupCount + consultants.length;
  const network = createNetwork(nodes, requests.length + pairs + groupCount + consultants.length);
  const group = 1 + requests.length;
  const consultant = group + groupCount;
  const used: { readonly edge: number; readonly r: number; readonly k: number }[] = [];
  // An edge that was added last is tried first: so the best consultants come last.
  let before = group + groupCount;
  for (let k = consultants.length - 1; k >= 0; k--) {
    const { count, of } = groups[k]!;
    before -= count;
    for (let g = 0; g < count; g++) network.edge(before + g, consultant + k, 1);
    if (count > 0) network.edge(consultant + k, nodes - 1, rooms[k]!);
    wanted[k]!.forEach((r, i) => {
      used.push({ edge: network.edge(1 + r, before + of[i]!, 1), r, k });
    });
  }
  for (const preferred of [true, false]) {
    for (let r = requests.length - 1; r >= 0; r--) {
      if (requests[r]!.preferred === preferred) network.edge(0, 1 + r, 1);
    }
    network.fill();
  }
  const placement = requests.map(() => -1);
  for (const { edge, r, k } of used) if (network.flowOn(edge) > 0) placement[r] = k;
  return placement;
}

/** Parts requests into groups that share a moment: the given moments first, then as few groups as possible. */
function groupsOf(
  requests: readonly ProblemRequest[],
  list: readonly number[],
  moments: readonly number[],
): { readonly count: number; readonly of: readonly number[] } {
  const of = list.map(() => -1);
  let count = 0;
  const gather = (moment: number): void => {
    let some = false;
    list.forEach((r, i) => {
      const { start, end } = requests[r]!;
      if (of[i]! < 0 && start <= moment && moment < end) {
        of[i] = count;
        some = true;
      }
    });
    if (some) count++;
  };
  moments.forEach(gather);
  const byEnd = list
    .map((_, i) => i)
    .sort((a, b) => requests[list[a]!]!.end - requests[list[b]!]!.end);
  for (const i of byEnd) {
    // The last whole second of the one that ends first.
    if (of[i]! < 0) gather(requests[list[i]!]!.end - 1);
  }
  return { count, of };
}
