import {
  type MutationCompleteProgramArgs,
  type MutationStartProgramArgs,
} from '../../generated/graphql.ts';
import { field, type FieldOperation } from '../operation/operation.ts';
import { takeStep } from '../operation/transition.ts';
import { expectedVersion, integerId } from '../shared/identifiers.ts';
import { findState, moveOn } from './changes.ts';
import { findById } from './store.ts';
import { completing, programFollowers, starting, type ProgramTransition } from './transitions.ts';

export const startProgram = transition<MutationStartProgramArgs>('startProgram', starting);
export const completeProgram = transition<MutationCompleteProgramArgs>(
  'completeProgram',
  completing,
);

/** Disabled programs move on too: what is hidden may come to its end. */
function transition<Input extends MutationStartProgramArgs>(
  action: string,
  way: ProgramTransition,
): FieldOperation<Input> {
  return field<Input>('WRITE_CATALOGUE', (scope, input, selection) => {
    const id = integerId('id', input.id);
    const version = expectedVersion(input.expectedVersion);
    return takeStep(
      scope,
      { action },
      {
        kind: 'program',
        id: input.id,
        version,
        ...way,
        followers: programFollowers,
        run: db => moveOn(db, { id, version }, way),
        read: db => findById(db, id, selection, scope),
        state: db => findState(db, id),
      },
    );
  });
}
