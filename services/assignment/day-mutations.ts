import {
  type AutoAssignStrategy,
  type MutationAutoAssignDayArgs,
  type SkipReason,
  type UnplannedReason,
} from '../../generated/graphql.ts';
import { lockBookings } from '../appointment/lock-store.ts';
import { isRefusal } from '../appointment/refusals.ts';
import { refuseUnloadedDay } from '../db/loaded-days.ts';
import { readMany } from '../db/one.ts';
import { change } from '../operation/change.ts';
import { field, type Scope } from '../operation/operation.ts';
import { appointmentProjection } from '../projection/appointment.ts';
import { consultantProjection } from '../projection/people.ts';
import { calendarDate } from '../shared/dates.ts';
import { DomainError } from '../shared/errors.ts';
import { below, nothing, selects, type Selection } from '../shared/selection.ts';
import { assignPlanned, type PlannedHandover } from './changes.ts';
import { planDay } from './day-plan.ts';
import { loadDay, type Day } from './day-store.ts';
import { explanationOfPlan } from './explanations.ts';

export const autoAssignDay = field<MutationAutoAssignDayArgs>(
  'WRITE_APPOINTMENTS',
  async (scope, input, selection) => {
    const date = calendarDate('date', input.date) ?? input.date;
    const strategy = input.strategy ?? 'LEAST_LOADED';
    const dryRun = input.dryRun ?? false;
    const day = await loadDay(scope.db, date, scope.now);
    if (day.requests.length === 0) await refuseUnloadedDay(scope.db, date);
    const { handovers, unplanned, optimal, bound } = planOf(day, strategy);
    const skips = dryRun ? [] : await applied(scope, handovers);
    const reasons = new Map(skips.map(({ appointmentId, reason }) => [appointmentId, reason]));
    const made = handovers.filter(({ appointmentId }) => !reasons.has(appointmentId));
    if (!dryRun) scope.notes.changed(made.length);
    const skipped = handovers.flatMap(handover => {
      const reason = reasons.get(handover.appointmentId);
      return reason === undefined ? [] : [{ ...handover, reason }];
    });
    const [assigned, unassigned, left] = await Promise.all([
      shown(scope, selection, 'assigned', made),
      shown(scope, selection, 'unassigned', unplanned),
      shown(scope, selection, 'skipped', skipped),
    ]);
    return {
      date,
      dryRun,
      strategy,
      requests: day.requests.length,
      optimal,
      bound,
      assigned,
      unassigned,
      skipped: left,
    };
  },
);

interface Unplanned {
  readonly appointmentId: number;
  readonly reason: UnplannedReason;
}

/** The plan of a day, by time of day. */
function planOf(
  { requests, periods, consultants }: Day,
  strategy: AutoAssignStrategy,
): {
  readonly handovers: readonly PlannedHandover[];
  readonly unplanned: readonly Unplanned[];
  readonly optimal: boolean;
  readonly bound: number;
} {
  const free = new Map(
    periods.map(period => [`${period.start}/${period.length}`, period.consultants]),
  );
  const specialties = new Map(consultants.map(each => [each.id, new Set(each.specialties)]));
  const open = requests
    .filter(({ obstacle }) => obstacle === null)
    .map(({ id, start, length, specialty }) => ({
      id,
      start,
      end: start + length,
      preferred: strategy === 'SPECIALTY_THEN_LOAD' && specialty !== null,
      consultants: (free.get(`${start}/${length}`) ?? []).filter(
        consultant => specialty === null || specialties.get(consultant)?.has(specialty),
      ),
    }));
  const { consultantOf, optimal, bound } = planDay(
    open,
    consultants.map(each => ({ ...each, room: each.room ?? undefined })),
  );

  const takers = new Map(open.map(request => [request.id, request.consultants.length]));
  const loads = new Map(consultants.map(({ id, load }) => [id, load]));
  for (const id of consultantOf.values()) loads.set(id, (loads.get(id) ?? 0) + 1);
  const turns = new Map<number, number>();
  const handovers: PlannedHandover[] = [];
  const unplanned: Unplanned[] = [];
  for (const { id, version, obstacle } of requests) {
    const consultantId = consultantOf.get(id);
    if (consultantId === undefined) {
      const reason = obstacle ?? (takers.get(id) ? 'NO_ROOM' : 'NOBODY_FREE');
      unplanned.push({ appointmentId: id, reason });
      continue;
    }
    const turn = (turns.get(consultantId) ?? 0) + 1;
    turns.set(consultantId, turn);
    const load = loads.get(consultantId) ?? 0;
    const explanation = explanationOfPlan(consultantOf.size, requests.length, load);
    handovers.push({ appointmentId: id, consultantId, version, turn, explanation });
  }
  return { handovers, unplanned, optimal, bound };
}

/**
 * Writes the plan in one transaction, as far as it still holds. Who does not lock the consultants, the chat bot, can
 * book between the look and the write: then a rule of the database refuses the statement, and the next look sees why.
 */
async function applied(
  scope: Scope,
  plan: readonly PlannedHandover[],
): Promise<readonly { readonly appointmentId: number; readonly reason: SkipReason }[]> {
  if (plan.length === 0) return [];
  const appointments = plan.map(({ appointmentId }) => appointmentId);
  const consultants = [...new Set(plan.map(({ consultantId }) => consultantId))];
  for (let attempt = 1; ; attempt++) {
    try {
      return await change(scope, { action: 'autoAssignDay' }, async transaction => {
        const [, skipped] = await Promise.all([
          lockBookings(transaction, appointments, consultants),
          assignPlanned(
            transaction,
            plan,
            { strategy: 'DAY_PLAN', actor: scope.caller.sub },
            scope.now,
          ),
        ]);
        return skipped;
      });
    } catch (error) {
      const retried = error instanceof DomainError && isRefusal(error.info.reason);
      if (!retried || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

const MOST_ATTEMPTS = 5;

/** The entries of a list of the plan with what is selected of their appointments and consultants. */
async function shown(
  scope: Scope,
  selection: Selection,
  list: 'assigned' | 'unassigned' | 'skipped',
  entries: readonly { readonly appointmentId: number; readonly consultantId?: number }[],
): Promise<unknown[]> {
  const wanted = below(selection, list);
  if (!wanted) return entries.map(() => ({}));
  const read = (object: 'appointment' | 'consultant', ids: readonly number[]) =>
    selects(wanted, object) && ids.length > 0
      ? readMany(
          scope.db,
          {
            table: object,
            projection: object === 'appointment' ? appointmentProjection : consultantProjection,
          },
          ids,
          below(wanted, object) ?? nothing,
          scope,
        )
      : [];
  const [appointments, consultants] = await Promise.all([
    read(
      'appointment',
      entries.map(({ appointmentId }) => appointmentId),
    ),
    read(
      'consultant',
      entries.flatMap(({ consultantId }) => consultantId ?? []),
    ),
  ]);
  return entries.map((entry, i) => ({
    ...entry,
    appointment: appointments[i],
    consultant: consultants[i],
  }));
}
