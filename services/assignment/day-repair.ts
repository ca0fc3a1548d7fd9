import { type Placement, type Problem } from './day-problem.ts';

/**
 * A real placement near one that gives consultants too much: of requests that overlap or exceed the room, those that end
 * first stay; then each request without a consultant is placed if that can be done by passing others on, one for one.
 */
export function repaired(
  problem: Problem,
  rooms: readonly number[],
  placement: Placement,
): Placement {
  const { requests } = problem;
  const result = requests.map(() => -1);
  /** By time; of one consultant no two overlap. */
  const held = problem.consultants.map((): number[] => []);
  const byEnd = requests.map((_, r) => r).sort((a, b) => requests[a]!.end - requests[b]!.end);
  for (const r of byEnd) {
    const k = placement[r]!;
    if (k < 0 || held[k]!.length >= rooms[k]!) continue;
    const last = held[k]!.at(-1);
    if (last !== undefined && requests[last]!.end > requests[r]!.start) continue;
    result[r] = k;
    held[k]!.push(r);
  }
  for (let placed = true; placed;) {
    placed = false;
    // What could not be passed on for one request is not tried for the next, in this round.
    const seen = new Set<number>();
    for (const preferred of [true, false]) {
      requests.forEach((request, r) => {
        if (result[r]! >= 0 || request.preferred !== preferred) return;
        placed = placeByPassing(problem, rooms, result, held, r, seen) || placed;
      });
    }
  }
  return result;
}

/** How one request gets its place: from whom (-1 for nobody) it takes it, at which consultant. */
interface Step {
  readonly request: number;
  readonly consultant: number;
  readonly before: Step | undefined;
}

/** Tries the shortest chain first; gives whether one was found. */
function placeByPassing(
  { requests }: Problem,
  rooms: readonly number[],
  placement: number[],
  held: number[][],
  start: number,
  seen: Set<number>,
): boolean {
  const queue: { readonly request: number; readonly before: Step | undefined }[] = [
    { request: start, before: undefined },
  ];
  for (let head = 0; head < queue.length; head++) {
    const { request, before } = queue[head]!;
    for (const consultant of requests[request]!.choices) {
      const room = rooms[consultant]!;
      if (room === 0 || placement[request] === consultant) continue;
      const there = held[consultant]!;
      const first = firstAfter(requests, there, requests[request]!.start);
      const { end } = requests[request]!;
      const isInTheWay = (at: number) => at < there.length && requests[there[at]!]!.start < end;
      const free = !isInTheWay(first);
      if (free && there.length < room) {
        const step = { request, consultant, before };
        if (applied(requests, rooms, placement, held, step)) return true;
        continue;
      }
      // Who has no room passes anything on; whoever is busy passes on what is in the way, if that is one request.
      if (!free && isInTheWay(first + 1)) continue;
      const [from, to] = free ? [0, there.length] : [first, first + 1];
      for (let i = from; i < to; i++) {
        const other = there[i]!;
        if (seen.has(other)) continue;
        seen.add(other);
        queue.push({ request: other, before: { request, consultant, before } });
      }
    }
  }
  return false;
}

/** The first of these, which follow one another without overlapping, that ends after a moment. */
function firstAfter(
  requests: Problem['requests'],
  held: readonly number[],
  moment: number,
): number {
  let low = 0;
  let high = held.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (requests[held[middle]!]!.end > moment) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Makes the steps of a chain, unless two of them are in each other's way at one consultant. */
function applied(
  requests: Problem['requests'],
  rooms: readonly number[],
  placement: number[],
  held: number[][],
  last: Step,
): boolean {
  const changed = new Map<number, number[]>();
  const at = (k: number): number[] => {
    const list = changed.get(k) ?? [...held[k]!];
    changed.set(k, list);
    return list;
  };
  const steps: Step[] = [];
  for (let step: Step | undefined = last; step; step = step.before) steps.push(step);
  for (const { request } of steps) {
    const k = placement[request]!;
    if (k >= 0) at(k).splice(at(k).indexOf(request), 1);
  }
  for (const { request, consultant } of steps) {
    const list = at(consultant);
    const { start, end } = requests[request]!;
    const place = firstAfter(requests, list, start);
    const next = list[place];
    if (list.length >= rooms[consultant]! || (next !== undefined && requests[next]!.start < end)) {
      return false;
    }
    list.splice(place, 0, request);
  }
  for (const [k, list] of changed) held[k] = list;
  for (const { request, consultant } of steps) placement[request] = consultant;
  return true;
}
