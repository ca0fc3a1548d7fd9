import { overlap, type Placement, type Problem } from './day-problem.ts';

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
  const held = problem.consultants.map((): number[] => []);
  const byEnd = requests.map((_, r) => r).sort((a, b) => requests[a]!.end - requests[b]!.end);
  for (const r of byEnd) {
    const k = placement[r]!;
    if (k < 0 || held[k]!.length >= rooms[k]!) continue;
    if (held[k]!.some(other => overlap(requests[other]!, requests[r]!))) continue;
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
      const inTheWay = there.filter(other => overlap(requests[other]!, requests[request]!));
      const step: Step = { request, consultant, before };
      if (inTheWay.length === 0 && there.length < room) {
        if (applied(requests, rooms, placement, held, step)) return true;
        continue;
      }
      const passed = inTheWay.length === 0 ? there : inTheWay.length === 1 ? inTheWay : [];
      for (const other of passed) {
        if (seen.has(other)) continue;
        seen.add(other);
        queue.push({ request: other, before: step });
      }
    }
  }
  return false;
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
    if (
      list.length >= rooms[consultant]! ||
      list.some(other => overlap(requests[other]!, requests[request]!))
    ) {
      return false;
    }
    list.push(request);
  }
  for (const [k, list] of changed) held[k] = list;
  for (const { request, consultant } of steps) placement[request] = consultant;
  return true;
}
