import {
  type MutationCreateConsultantArgs,
  type MutationDisableConsultantArgs,
  type MutationEnableConsultantArgs,
  type MutationUpdateConsultantArgs,
} from '../../generated/graphql.ts';
import { insertRow } from '../db/row-changes.ts';
import { switchEntity, updateEntity, type Target } from '../operation/entity.ts';
import { once } from '../operation/once.ts';
import { field, type Scope } from '../operation/operation.ts';
import { unlessBooked } from '../people/booked-mutations.ts';
import { expectedVersion, integerId } from '../shared/identifiers.ts';
import { type Selection } from '../shared/selection.ts';
import { changedConsultant, newConsultant } from './details.ts';
import { findById } from './store.ts';

export const createConsultant = field<MutationCreateConsultantArgs>(
  'WRITE_CATALOGUE',
  (scope, input, selection) => {
    const details = newConsultant(input.input);
    return once(
      scope,
      { action: 'createConsultant' },
      input,
      async transaction => {
        const id = await insertRow(transaction, 'consultant', { ...details });
        return { id, item: await findById(transaction, Number(id), selection, scope) };
      },
      id => findById(scope.db, Number(id), selection, scope),
    );
  },
);

/** A lower `maxPerDay` may be below what is booked already: it stands against further bookings only. */
export const updateConsultant = field<MutationUpdateConsultantArgs>(
  'WRITE_CATALOGUE',
  (scope, input, selection) => {
    const details = changedConsultant(input.input);
    const target = targetOf(scope, input, selection);
    return updateEntity(scope, { action: 'updateConsultant' }, target, { ...details });
  },
);

export const disableConsultant = field<MutationDisableConsultantArgs>(
  'WRITE_CATALOGUE',
  (scope, input, selection) => {
    const target = targetOf(scope, input, selection);
    return unlessBooked(scope, { kind: 'consultant', id: target.id }, () =>
      switchEntity(scope, { action: 'disableConsultant' }, target, true),
    );
  },
);

export const enableConsultant = field<MutationEnableConsultantArgs>(
  'WRITE_CATALOGUE',
  (scope, input, selection) =>
    switchEntity(scope, { action: 'enableConsultant' }, targetOf(scope, input, selection), false),
);

function targetOf(
  scope: Scope,
  input: MutationEnableConsultantArgs,
  selection: Selection,
): Target & { readonly id: number } {
  const id = integerId('id', input.id);
  return {
    table: 'consultant',
    id,
    version: expectedVersion(input.expectedVersion),
    read: db => findById(db, id, selection, scope),
  };
}
