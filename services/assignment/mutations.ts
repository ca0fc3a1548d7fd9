import {
  type MutationAssignConsultantArgs,
  type MutationUnassignConsultantArgs,
} from '../../generated/graphql.ts';
import { withAlternatives } from '../appointment/alternatives-store.ts';
import { lockBookings } from '../appointment/lock-store.ts';
import { overridesOf } from '../appointment/override.ts';
import { refusalOf } from '../appointment/refusals.ts';
import { findById } from '../appointment/store.ts';
import { followers } from '../appointment/transitions.ts';
import { change } from '../operation/change.ts';
import { field, type Scope } from '../operation/operation.ts';
import { illegalTransition, staleVersion } from '../shared/conflicts.ts';
import { notFound } from '../shared/errors.ts';
import { expectedVersion, integerId } from '../shared/identifiers.ts';
import { type Selection } from '../shared/selection.ts';
import { optionalText } from '../shared/text.ts';
import { assign, unassign, type HandoverOutcome } from './changes.ts';

export const assignConsultant = field<MutationAssignConsultantArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const appointmentId = integerId('appointmentId', input.appointmentId);
    const consultantId = integerId('consultantId', input.consultantId);
    const version = expectedVersion(input.expectedVersion);
    const reason = optionalText('reason', input.reason, 500);
    const handover = {
      appointmentId,
      consultantId,
      version,
      keepConfirmed: input.keepConfirmed ?? false,
      overrides: overridesOf(input.overrides),
      unassignedOnly: false,
    };
    return withAlternatives(scope.db, scope.now, { appointmentId, consultantId }, async () => {
      const { item, changed } = await change(
        scope,
        { action: 'assignConsultant', reason },
        async transaction => {
          const [, outcome, item] = await Promise.all([
            lockBookings(transaction, [appointmentId], [consultantId]),
            assign(
              transaction,
              handover,
              { strategy: 'MANUAL', reason, actor: scope.caller.sub },
              scope.now,
            ),
            findById(transaction, appointmentId, selection, scope),
          ]);
          if (!outcome) throw notFound('appointment', input.appointmentId);
          const { changed } = outcome;
          if (changed || outcome.before === consultantId) return { item, changed };
          checkOpen(outcome, version, item);
          if (!outcome.consultantExists) throw notFound('consultant', input.consultantId);
          if (outcome.refusal) throw refusalOf(outcome.refusal);
          throw new Error(
            `appointment ${appointmentId} was not assigned, and nothing was in the way`,
          );
        },
      );
      if (changed) scope.notes.changed(1);
      return item;
    });
  },
);

export const unassignConsultant = field<MutationUnassignConsultantArgs>(
  'WRITE_APPOINTMENTS',
  (scope: Scope, input, selection: Selection) => {
    const appointmentId = integerId('appointmentId', input.appointmentId);
    const version = expectedVersion(input.expectedVersion);
    const reason = optionalText('reason', input.reason, 500);
    return change(scope, { action: 'unassignConsultant', reason }, async transaction => {
      const [, outcome, item] = await Promise.all([
        lockBookings(transaction, [appointmentId], []),
        unassign(
          transaction,
          { appointmentId, version },
          { strategy: 'MANUAL', reason, actor: scope.caller.sub },
        ),
        findById(transaction, appointmentId, selection, scope),
      ]);
      if (!outcome) throw notFound('appointment', input.appointmentId);
      if (outcome.changed || outcome.before === null) return item;
      checkOpen(outcome, version, item);
      throw new Error(
        `appointment ${appointmentId} kept its consultant, and nothing was in the way`,
      );
    });
  },
);

/** The appointment is as the caller knows it and may still change hands. `item` is the entity as selected. */
export function checkOpen(
  { status, version }: Pick<HandoverOutcome, 'status' | 'version'>,
  expected: number | undefined,
  item: unknown,
): void {
  if (expected !== undefined && expected !== version) throw staleVersion(expected, version, item);
  if (status === 'PENDING' || status === 'CONFIRMED') return;
  throw illegalTransition('appointment', status, 'PENDING', followers[status]);
}
