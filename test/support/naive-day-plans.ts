import { type DayConsultant, type DayRequest } from '../../services/assignment/day-plan.ts';

/** How good a plan is: requests, preferred ones, and the highest load of those who are given something. */
export interface Worth {
  readonly assigned: number;
  readonly preferred: number;
  readonly highestLoad: number;
}

/** The best that any plan can be, by trying them all. */
export function bestWorth(
  requests: readonly DayRequest[],
  consultants: readonly DayConsultant[],
): Worth {
  const consultantOf = new Map<number, number>();
  let best: Worth = { assigned: 0, preferred: 0, highestLoad: 0 };
  const tryFrom = (index: number): void => {
    const request = requests[index];
    if (!request) {
      const worth = worthOf(requests, consultants, consultantOf);
      if (isBetter(worth, best)) best = worth;
      return;
    }
    tryFrom(index + 1);
    for (const id of request.consultants) {
      consultantOf.set(request.id, id);
      if (breach(requests, consultants, consultantOf) === undefined) tryFrom(index + 1);
      consultantOf.delete(request.id);
    }
  };
  tryFrom(0);
  return best;
}

export function worthOf(
  requests: readonly DayRequest[],
  consultants: readonly DayConsultant[],
  consultantOf: ReadonlyMap<number, number>,
): Worth {
  const given = consultants.map(({ id, load }) => {
    const count = [...consultantOf.values()].filter(each => each === id).length;
    return count === 0 ? 0 : load + count;
  });
  return {
    assigned: consultantOf.size,
    preferred: requests.filter(({ id, preferred }) => preferred && consultantOf.has(id)).length,
    highestLoad: Math.max(0, ...given),
  };
}

/** The first rule that a plan breaks; undefined when it keeps them all. */
export function breach(
  requests: readonly DayRequest[],
  consultants: readonly DayConsultant[],
  consultantOf: ReadonlyMap<number, number>,
): string | undefined {
  for (const { id, room } of consultants) {
    const held = requests.filter(request => consultantOf.get(request.id) === id);
    if (room !== undefined && held.length > room) return `${id} holds ${held.length} of ${room}`;
    for (const a of held) {
      if (!a.consultants.includes(id)) return `${id} cannot take ${a.id}`;
      for (const b of held) {
        if (a.id < b.id && a.start < b.end && b.start < a.end) return `${a.id} overlaps ${b.id}`;
      }
    }
  }
  return undefined;
}

function isBetter(a: Worth, b: Worth): boolean {
  if (a.assigned !== b.assigned) return a.assigned > b.assigned;
  if (a.preferred !== b.preferred) return a.preferred > b.preferred;
  return a.highestLoad < b.highestLoad;
}
