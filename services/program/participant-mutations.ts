import {
  type MutationCancelParticipantArgs,
  type MutationMarkAttendedArgs,
  type MutationRegisterParticipantArgs,
} from '../../generated/graphql.ts';
import { change } from '../operation/change.ts';
import { once } from '../operation/once.ts';
import { field } from '../operation/operation.ts';
import { takeStep } from '../operation/transition.ts';
import { customerId, integerId } from '../shared/identifiers.ts';
import { notFound } from '../shared/errors.ts';
import { attendees, notRegistered, notYet } from './attendance.ts';
import {
  absentees,
  attend,
  cancel,
  findParticipantState,
  holdProgram,
  register,
  type HeldProgram,
  type ParticipantKey,
} from './participant-changes.ts';
import { explainRefusal } from './registration.ts';
import { findById, findParticipant } from './store.ts';
import { participantFollowers } from './transitions.ts';

export const registerParticipant = field<MutationRegisterParticipantArgs>(
  'WRITE_APPOINTMENTS',
  async (scope, input, selection) => {
    const key = keyOf(input);
    let program: HeldProgram | undefined;
    try {
      return await once(
        scope,
        { action: 'registerParticipant' },
        input,
        async transaction => {
          const held = holdProgram(transaction, key.programId).then(found => {
            program = found;
          });
          const [, isNew, item] = await Promise.all([
            held,
            register(transaction, key),
            findParticipant(transaction, key, selection, scope),
          ]);
          return { id: textOf(key), item, wasThere: !isNew };
        },
        () => findParticipant(scope.db, key, selection, scope),
      );
    } catch (error) {
      throw explainRefusal(error, key, program);
    }
  },
);

export const cancelParticipant = field<MutationCancelParticipantArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const key = keyOf(input);
    return takeStep(
      scope,
      { action: 'cancelParticipant' },
      {
        kind: 'participant',
        id: textOf(key),
        version: undefined,
        from: ['REGISTERED'],
        to: 'CANCELLED',
        followers: participantFollowers,
        run: async db => {
          const [, done] = await Promise.all([holdProgram(db, key.programId), cancel(db, key)]);
          return done;
        },
        read: db => findParticipant(db, key, selection, scope),
        state: db => findParticipantState(db, key),
      },
    );
  },
);

/** All of them or none: what was marked before somebody proved to be missing is taken back. */
export const markAttended = field<MutationMarkAttendedArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const programId = integerId('programId', input.programId);
    const customerIds = attendees('customerIds', input.customerIds);
    return change(scope, { action: 'markAttended' }, async transaction => {
      const [program, , missing, item] = await Promise.all([
        holdProgram(transaction, programId),
        attend(transaction, programId, customerIds),
        absentees(transaction, programId, customerIds),
        findById(transaction, programId, selection, scope),
      ]);
      if (!program) throw notFound('program', input.programId);
      if (program.date > scope.now.date) throw notYet(program.date);
      if (missing.length > 0) throw notRegistered(missing, customerIds.length);
      return item;
    });
  },
);

function keyOf(input: MutationCancelParticipantArgs): ParticipantKey {
  return {
    programId: integerId('programId', input.programId),
    customerId: customerId('customerId', input.customerId),
  };
}

/** As audit events and client tokens name a registration. */
function textOf({ programId, customerId }: ParticipantKey): string {
  return `${programId}/${customerId}`;
}
