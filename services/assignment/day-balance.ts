import { overlap, type Placement, type Problem } from './day-problem.ts';

/** The placement after single requests have gone to lesser loaded consultants, until none can. */
export function balanced({ requests, consultants }: Problem, placement: Placement): Placement {
  const result = [...placement];
  const held = consultants.map((_, k) =>
    requests.flatMap((__, r) => (placement[r] === k ? [r] : [])),
  );
  const load = (k: number): number => consultants[k]!.load + held[k]!.length;
  // Each move makes the sum of the squares of the loads smaller, so this ends.
  for (let moved = true; moved;) {
    moved = false;
    requests.forEach((request, r) => {
      const from = result[r]!;
      if (from < 0) return;
      let to = from;
      for (const k of request.choices) {
        if (load(k) + 1 >= (to === from ? load(from) : load(to) + 1)) continue;
        if (held[k]!.length >= consultants[k]!.room) continue;
        if (held[k]!.some(other => overlap(requests[other]!, request))) continue;
        to = k;
      }
      if (to === from) return;
      held[from]!.splice(held[from]!.indexOf(r), 1);
      held[to]!.push(r);
      result[r] = to;
      moved = true;
    });
  }
  return result;
}
