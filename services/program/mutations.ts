import {
  type MutationCreateProgramArgs,
  type MutationDisableProgramArgs,
  type MutationEnableProgramArgs,
  type MutationUpdateProgramArgs,
} from '../../generated/graphql.ts';
import { insertRow } from '../db/row-changes.ts';
import { switchEntity, updateEntity, type Target } from '../operation/entity.ts';
import { once } from '../operation/once.ts';
import { field, type Scope } from '../operation/operation.ts';
import { conflict } from '../shared/conflicts.ts';
import { DomainError } from '../shared/errors.ts';
import { expectedVersion, integerId } from '../shared/identifiers.ts';
import { type Selection } from '../shared/selection.ts';
import { countParticipants } from './changes.ts';
import { changedProgram, newProgram } from './details.ts';
import { findById } from './store.ts';

export const createProgram = field<MutationCreateProgramArgs>(
  'WRITE_CATALOGUE',
  (scope, input, selection) => {
    const details = newProgram(input.input);
    return once(
      scope,
      { action: 'createProgram' },
      input,
      async transaction => {
        const id = await insertRow(transaction, 'program', { ...details });
        return { id, item: await findById(transaction, Number(id), selection, scope) };
      },
      id => findById(scope.db, Number(id), selection, scope),
    );
  },
);

export const updateProgram = field<MutationUpdateProgramArgs>(
  'WRITE_CATALOGUE',
  async (scope, input, selection) => {
    const details = changedProgram(input.input);
    const target = targetOf(scope, input, selection);
    try {
      return await updateEntity(scope, { action: 'updateProgram' }, target, { ...details });
    } catch (error) {
      throw await withParticipants(scope, error, target.id);
    }
  },
);

export const disableProgram = field<MutationDisableProgramArgs>(
  'WRITE_CATALOGUE',
  (scope, input, selection) =>
    switchEntity(scope, { action: 'disableProgram' }, targetOf(scope, input, selection), true),
);

export const enableProgram = field<MutationEnableProgramArgs>(
  'WRITE_CATALOGUE',
  (scope, input, selection) =>
    switchEntity(scope, { action: 'enableProgram' }, targetOf(scope, input, selection), false),
);

function targetOf(
  scope: Scope,
  input: MutationEnableProgramArgs,
  selection: Selection,
): Target & { readonly id: number } {
  const id = integerId('id', input.id);
  return {
    table: 'program',
    id,
    version: expectedVersion(input.expectedVersion),
    read: db => findById(db, id, selection, scope),
  };
}

/** A capacity that was refused, with how many there must be room for. */
async function withParticipants({ db }: Scope, error: unknown, id: number): Promise<unknown> {
  if (!(error instanceof DomainError) || error.info.reason !== 'CAPACITY_BELOW_PARTICIPANTS') {
    return error;
  }
  const participants = await countParticipants(db, id);
  return conflict(
    'CAPACITY_BELOW_PARTICIPANTS',
    `so many take part: ${participants}; use at least that capacity, or cancel participants first`,
    { participants },
  );
}
