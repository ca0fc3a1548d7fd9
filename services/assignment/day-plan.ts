import { balanced } from './day-balance.ts';
import { components } from './day-components.ts';
import { createBudget, search, type Found } from './day-search.ts';
import { valueOf, type Placement, type Problem } from './day-problem.ts';

/** A request of the day. */
export interface DayRequest {
  readonly id: number;
  /** Seconds of the day; half-open. */
  readonly start: number;
  readonly end: number;
  /** Where not all can be assigned, rather this one than one that is not preferred. */
  readonly preferred: boolean;
  /** Ids of the consultants who could take it if it were the only one. */
  readonly consultants: readonly number[];
}

export interface DayConsultant {
  readonly id: number;
  /** What they have to do already, in appointments. */
  readonly load: number;
  /** How many more appointments they may take that day; undefined for any number. */
  readonly room: number | undefined;
  /** ISO 8601 instant at which they were last given an appointment; null for never. */
  readonly lastAssigned: string | null;
}

export interface PlannedDay {
  /** Consultant by request; a request that is not in it stays unassigned. */
  readonly consultantOf: ReadonlyMap<number, number>;
  /** No plan assigns more requests than this. */
  readonly bound: number;
  /** Proven to be the best plan. Otherwise the search was cut short. */
  readonly optimal: boolean;
}

/**
 * Gives the requests of a day to consultants. A consultant takes any number of requests whose periods do not overlap,
 * up to their room. Best is the plan that assigns the most requests; of those, the most preferred ones; of those, one
 * in which the highest load (old and new) of those who are given something is least. Beyond that, single requests
 * go to lesser loaded consultants while that is possible, and the rest is decided by who was assigned longest ago and by
 * the ids: the same day always gives the same plan, in whatever order it comes.
 *
 * Where the requests that one consultant could take either overlap one another transitively (an hourly grid) or not at
 * all, this is a flow in a network, and the answer is exact in polynomial time. For arbitrary periods the problem is
 * NP-hard (each consultant is a machine with periods of its own): the flow is then a bound, and branching on pairs that
 * overlap makes it exact. That search ends after an amount of work, not of time, so it is deterministic too; when it was
 * cut short `optimal` is false, and `bound` says how many more there could have been at most.
 */
export function planDay(
  requests: readonly DayRequest[],
  consultants: readonly DayConsultant[],
): PlannedDay {
  const consultantOf = new Map<number, number>();
  const parts = components(requests, consultants);
  const budget = createBudget(parts.reduce((sum, part) => sum + edgesOf(part), 0));
  let bound = 0;
  let optimal = true;
  const largest = parts.map(part => {
    const found = search(
      part,
      part.consultants.map(each => each.room),
      budget.share(1),
    );
    bound += Math.floor(found.bound / (part.requests.length + 1));
    optimal &&= found.proven;
    return found.placement;
  });
  parts.forEach((part, i) => {
    const { placement, proven } = leastLoaded(part, largest[i] ?? [], budget);
    optimal &&= proven;
    balanced(part, placement).forEach((k, r) => {
      const consultant = part.consultants[k];
      if (consultant) consultantOf.set(part.requests[r]?.id ?? 0, consultant.id);
    });
  });
  return { consultantOf, bound, optimal };
}

/** A placement as good as this one in which the highest load of those who are given something is least. */
function leastLoaded(
  problem: Problem,
  placement: Placement,
  budget: ReturnType<typeof createBudget>,
): Pick<Found, 'placement' | 'proven'> {
  const target = valueOf(problem, placement);
  if (target === 0) return { placement, proven: true };
  let best = placement;
  let proven = true;
  let low = Math.min(...problem.consultants.map(({ load }) => load)) + 1;
  let high = highestLoad(problem, placement);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const rooms = problem.consultants.map(({ load, room }) =>
      Math.max(0, Math.min(room, middle - load)),
    );
    const found = search(problem, rooms, budget.share(0), { target, near: best });
    if (valueOf(problem, found.placement) >= target) {
      best = found.placement;
      high = highestLoad(problem, best);
    } else {
      proven &&= found.proven;
      low = middle + 1;
    }
  }
  return { placement: best, proven };
}

function highestLoad({ consultants }: Problem, placement: Placement): number {
  const given = consultants.map(() => 0);
  for (const k of placement) if (k >= 0) given[k] = (given[k] ?? 0) + 1;
  return Math.max(
    0,
    ...given.map((count, k) => (count > 0 ? count + (consultants[k]?.load ?? 0) : 0)),
  );
}

function edgesOf({ requests }: Problem): number {
  return requests.reduce((sum, { choices }) => sum + choices.length, 0);
}
