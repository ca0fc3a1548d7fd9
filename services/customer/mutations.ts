import {
  type MutationCreateCustomerArgs,
  type MutationDisableCustomerArgs,
  type MutationEnableCustomerArgs,
  type MutationUpdateCustomerArgs,
} from '../../generated/graphql.ts';
import { insertRow } from '../db/row-changes.ts';
import { switchEntity, updateEntity, type Target } from '../operation/entity.ts';
import { once } from '../operation/once.ts';
import { field, type Scope } from '../operation/operation.ts';
import { unlessBooked } from '../people/booked-mutations.ts';
import { customerId, expectedVersion } from '../shared/identifiers.ts';
import { type Selection } from '../shared/selection.ts';
import { changedCustomer, newCustomer } from './details.ts';
import { findById } from './store.ts';

export const createCustomer = field<MutationCreateCustomerArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const details = newCustomer(input.input);
    return once(
      scope,
      { action: 'createCustomer' },
      input,
      async transaction => {
        const id = await insertRow(transaction, 'customer', { ...details });
        return { id, item: await findById(transaction, id, selection, scope) };
      },
      id => findById(scope.db, id, selection, scope),
    );
  },
);

export const updateCustomer = field<MutationUpdateCustomerArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const details = changedCustomer(input.input);
    const target = targetOf(scope, input, selection);
    return updateEntity(scope, { action: 'updateCustomer' }, target, { ...details });
  },
);

export const disableCustomer = field<MutationDisableCustomerArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const target = targetOf(scope, input, selection);
    return unlessBooked(scope, { kind: 'customer', id: target.id }, () =>
      switchEntity(scope, { action: 'disableCustomer' }, target, true),
    );
  },
);

export const enableCustomer = field<MutationEnableCustomerArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) =>
    switchEntity(scope, { action: 'enableCustomer' }, targetOf(scope, input, selection), false),
);

export function targetOf(
  scope: Scope,
  input: MutationEnableCustomerArgs,
  selection: Selection,
): Target & { readonly id: string } {
  const id = customerId('id', input.id);
  return {
    table: 'customer',
    id,
    version: expectedVersion(input.expectedVersion),
    read: db => findById(db, id, selection, scope),
  };
}
