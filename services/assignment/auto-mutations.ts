import {
  type MutationAutoAssignConsultantArgs,
  type UnavailableReason,
} from '../../generated/graphql.ts';
import { findState } from '../appointment/changes.ts';
import { lockBookings } from '../appointment/lock-store.ts';
import { overridesOf } from '../appointment/override.ts';
import { isRefusal } from '../appointment/refusals.ts';
import { findById } from '../appointment/store.ts';
import { readOne } from '../db/one.ts';
import { change } from '../operation/change.ts';
import { field, type Scope } from '../operation/operation.ts';
import { consultantProjection } from '../projection/people.ts';
import { conflict } from '../shared/conflicts.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { expectedVersion, integerId } from '../shared/identifiers.ts';
import { below, nothing, type Selection } from '../shared/selection.ts';
import { assign, type AssignmentNote, type Handover } from './changes.ts';
import { explanationOf } from './explanations.ts';
import { checkOpen } from './mutations.ts';
import { findCandidates } from './store.ts';

export const autoAssignConsultant = field<MutationAutoAssignConsultantArgs>(
  'WRITE_APPOINTMENTS',
  async (scope, input, selection) => {
    const appointmentId = integerId('appointmentId', input.appointmentId);
    const version = expectedVersion(input.expectedVersion);
    const overrides = overridesOf(input.overrides);
    const strategy = input.strategy ?? 'LEAST_LOADED';
    const dryRun = input.dryRun ?? false;
    const wanted = {
      appointment: below(selection, 'appointment') ?? nothing,
      consultant: below(selection, 'consultant') ?? nothing,
    };

    const [state, item, candidates] = await Promise.all([
      findState(scope.db, appointmentId),
      findById(scope.db, appointmentId, wanted.appointment, scope),
      findCandidates(scope.db, appointmentId, below(selection, 'candidates') ?? nothing, scope, {
        overrides,
        specialtyFirst: strategy === 'SPECIALTY_THEN_LOAD',
      }),
    ]);
    if (!state) throw notFound('appointment', input.appointmentId);
    checkOpen(state, version, item);
    if (state.consultantId !== null) throw alreadyAssigned(state.consultantId);

    const free = candidates.filter(candidate => candidate.free);
    const met = new Map<number, UnavailableReason>();
    for (const [index, candidate] of free.entries()) {
      const { consultantId } = candidate;
      const explanation = explanationOf(
        strategy,
        state.requiredSpecialty !== null,
        candidate,
        free.slice(index),
      );
      const answer = { dryRun, strategy, explanation, candidates };
      if (dryRun) {
        const consultant = await consultantOf(scope, scope.db, consultantId, wanted.consultant);
        return { ...answer, appointment: item, consultant };
      }
      const attempt = await attempted(
        scope,
        {
          appointmentId,
          consultantId,
          version,
          keepConfirmed: false,
          overrides,
          unassignedOnly: true,
        },
        { strategy, actor: scope.caller.sub, explanation },
        wanted,
      );
      if (!('refusal' in attempt)) {
        scope.notes.changed(1);
        return { ...answer, ...attempt };
      }
      met.set(consultantId, attempt.refusal);
    }
    throw noCandidate(
      candidates.map(({ consultantId, reason }) => ({
        consultantId: String(consultantId),
        reason: met.get(consultantId) ?? reason,
      })),
    );
  },
);

interface Wanted {
  readonly appointment: Selection;
  readonly consultant: Selection;
}

type Attempt =
  | { readonly appointment: unknown; readonly consultant: unknown }
  | { readonly refusal: UnavailableReason };

/** Gives it to one candidate, or says what is in the way since they were looked at. In a transaction of its own. */
async function attempted(
  scope: Scope,
  handover: Handover,
  note: AssignmentNote,
  wanted: Wanted,
): Promise<Attempt> {
  const { appointmentId, consultantId, version } = handover;
  try {
    return await change(scope, { action: 'autoAssignConsultant' }, async transaction => {
      const [, outcome, appointment, consultant] = await Promise.all([
        lockBookings(transaction, [appointmentId], [consultantId]),
        assign(transaction, handover, note, scope.now),
        findById(transaction, appointmentId, wanted.appointment, scope),
        consultantOf(scope, transaction, consultantId, wanted.consultant),
      ]);
      if (!outcome) throw notFound('appointment', String(appointmentId));
      if (outcome.changed) return { appointment, consultant };
      checkOpen(outcome, version, appointment);
      if (outcome.before !== null) throw alreadyAssigned(outcome.before);
      return { refusal: outcome.refusal ?? 'CONSULTANT_DISABLED' };
    });
  } catch (error) {
    // Somebody who does not lock the consultant, the chat bot, was quicker: a rule of the database has refused.
    if (error instanceof DomainError && isRefusal(error.info.reason)) {
      return { refusal: error.info.reason };
    }
    throw error;
  }
}

function consultantOf(
  scope: Scope,
  db: Parameters<typeof readOne>[0],
  id: number,
  selection: Selection,
): Promise<unknown> {
  return readOne(
    db,
    { table: 'consultant', projection: consultantProjection },
    id,
    selection,
    scope,
  );
}

function alreadyAssigned(consultantId: number): DomainError {
  return conflict(
    'ALREADY_ASSIGNED',
    'the appointment has a consultant; use assignConsultant to give it to another one',
    { consultantId: String(consultantId) },
  );
}

function noCandidate(
  candidates: readonly { readonly consultantId: string; readonly reason: string | null }[],
): DomainError {
  return conflict(
    'NO_CANDIDATE',
    'no consultant can take the appointment; see why for each, then override a reason or choose another time',
    { candidates },
  );
}
