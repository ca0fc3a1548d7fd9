import { type DayConsultant, type DayRequest } from './day-plan.ts';
import { type Problem } from './day-problem.ts';

/**
 * The day as problems that have nothing to do with one another, in an order that does not depend on the order of the
 * input: requests by time, consultants by load, then who was assigned longest ago, then by id.
 */
export function components(
  requests: readonly DayRequest[],
  consultants: readonly DayConsultant[],
): Problem[] {
  const people = consultants
    .filter(({ room }) => room === undefined || room > 0)
    .sort(byPreference);
  const place = new Map(people.map(({ id }, k) => [id, k]));
  const askers = [...requests]
    .sort((a, b) => a.start - b.start || a.end - b.end || a.id - b.id)
    .map(request => ({
      request,
      choices: [...new Set(request.consultants)]
        .flatMap(id => place.get(id) ?? [])
        .sort((a, b) => a - b),
    }))
    .filter(({ choices }) => choices.length > 0);

  const root = people.map((_, k) => k);
  const rootOf = (k: number): number => {
    let top = k;
    while (root[top] !== top) top = root[top] ?? top;
    root[k] = top;
    return top;
  };
  for (const { choices } of askers) {
    const first = rootOf(choices[0] ?? 0);
    for (const k of choices) root[rootOf(k)] = first;
  }

  const parts = new Map<number, { people: number[]; askers: typeof askers }>();
  const partOf = (k: number) => {
    const top = rootOf(k);
    const part = parts.get(top) ?? { people: [], askers: [] };
    parts.set(top, part);
    return part;
  };
  people.forEach((_, k) => partOf(k).people.push(k));
  for (const asker of askers) partOf(asker.choices[0] ?? 0).askers.push(asker);

  return [...parts.values()]
    .filter(part => part.askers.length > 0)
    .map(part => {
      const within = new Map(part.people.map((k, i) => [k, i]));
      return {
        consultants: part.people.map(k => {
          const { id = 0, load = 0, room } = people[k] ?? {};
          return { id, load, room: Math.min(room ?? Infinity, part.askers.length) };
        }),
        requests: part.askers.map(({ request: { id, start, end, preferred }, choices }) => ({
          id,
          start,
          end,
          preferred,
          choices: choices.map(k => within.get(k) ?? 0),
        })),
      };
    });
}

function byPreference(a: DayConsultant, b: DayConsultant): number {
  return a.load - b.load || order(a.lastAssigned ?? '', b.lastAssigned ?? '') || a.id - b.id;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
