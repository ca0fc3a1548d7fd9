import { type AutoAssignStrategy } from '../../generated/graphql.ts';

/** A candidate as far as a strategy looks at it. */
export interface Weighed {
  readonly load: number;
  readonly specialtyMatch: boolean;
}

/** Why it is `chosen`, the first of those who are free. `specialty`: the appointment requires one. */
export function explanationOf(
  strategy: AutoAssignStrategy,
  specialty: boolean,
  chosen: Weighed,
  free: readonly Weighed[],
): string {
  const load = `${counted(chosen.load)} within seven days of the meeting`;
  if (strategy === 'SPECIALTY_THEN_LOAD' && specialty && chosen.specialtyMatch) {
    const matching = free.filter(({ specialtyMatch }) => specialtyMatch).length;
    return `Has the specialty; ${load}, ${fewest(matching)} who are free and have it.`;
  }
  const without = specialty && !chosen.specialtyMatch ? 'Lacks the specialty; ' : '';
  const text = `${without}${load}, ${fewest(free.length)} who are free.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why a plan gave somebody an appointment. `load` is with what the plan gives them. */
export function explanationOfPlan(assigned: number, requests: number, load: number): string {
  return `Day plan: ${assigned} of ${requests} requests assigned; ${counted(load)} within seven days of the day.`;
}

function counted(appointments: number): string {
  return `${appointments} ${appointments === 1 ? 'appointment' : 'appointments'}`;
}

function fewest(count: number): string {
  return count === 1 ? 'the only one of those' : `the fewest of the ${count}`;
}
