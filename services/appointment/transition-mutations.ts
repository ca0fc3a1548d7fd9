import {
  type MutationCancelAppointmentArgs,
  type MutationCompleteAppointmentArgs,
  type MutationConfirmAppointmentArgs,
} from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { type About } from '../operation/change.ts';
import { field, type Scope } from '../operation/operation.ts';
import { takeStep, type Step } from '../operation/transition.ts';
import { isBefore } from '../shared/clock.ts';
import { conflict } from '../shared/conflicts.ts';
import { expectedVersion, integerId } from '../shared/identifiers.ts';
import { type Selection } from '../shared/selection.ts';
import { neededText } from '../shared/text.ts';
import {
  cancel,
  complete,
  confirm,
  findState,
  type AppointmentState,
  type RowVersion,
} from './changes.ts';
import { findById } from './store.ts';
import { cancelling, completing, confirming, followers, type Transition } from './transitions.ts';

export const confirmAppointment = field<MutationConfirmAppointmentArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) =>
    transitioned(scope, input, selection, {
      about: { action: 'confirmAppointment' },
      transition: confirming,
      run: (db, row) => confirm(db, row, scope.now),
      obstacle: state => {
        if (state.consultantId === null) {
          return conflict('UNASSIGNED', 'the appointment has no consultant; assign one first');
        }
        if (!state.consultantDisabled) return undefined;
        return conflict(
          'CONSULTANT_DISABLED',
          'the consultant is disabled; give the appointment to another one',
        );
      },
    }),
);

export const completeAppointment = field<MutationCompleteAppointmentArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) =>
    transitioned(scope, input, selection, {
      about: { action: 'completeAppointment' },
      transition: completing,
      run: (db, row) => complete(db, row, input.outcome, scope.now),
      isDone: state => state.outcome === input.outcome,
      stays: ({ outcome }) =>
        outcome === null
          ? 'the appointment was completed before outcomes were noted, and stays so'
          : `the appointment was completed as ${outcome}; the outcome is said once and stays`,
      obstacle: ({ date, startTime }) =>
        isBefore(scope.now, { date, time: startTime })
          ? conflict(
              'NOT_STARTED',
              `the appointment starts on ${date} at ${startTime}; complete it when it has started`,
              { date, startTime },
            )
          : undefined,
    }),
);

export const cancelAppointment = field<MutationCancelAppointmentArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const reason = neededText('reason', input.reason, 500);
    return transitioned(scope, input, selection, {
      about: { action: 'cancelAppointment', reason },
      transition: cancelling,
      run: (db, row) => cancel(db, row, reason, scope.now),
    });
  },
);

interface AppointmentStep extends Pick<Step<AppointmentState>, 'isDone' | 'stays' | 'obstacle'> {
  readonly about: About;
  readonly transition: Transition;
  readonly run: (db: Queryable, row: RowVersion) => Promise<boolean>;
}

function transitioned(
  scope: Scope,
  input: { readonly id: string; readonly expectedVersion?: number | null | undefined },
  selection: Selection,
  { about, transition, run, ...step }: AppointmentStep,
): Promise<unknown> {
  const id = integerId('id', input.id);
  const version = expectedVersion(input.expectedVersion);
  return takeStep(scope, about, {
    kind: 'appointment',
    id: input.id,
    version,
    ...transition,
    followers,
    run: db => run(db, { id, version }),
    read: db => findById(db, id, selection, scope),
    state: db => findState(db, id),
    ...step,
  });
}
