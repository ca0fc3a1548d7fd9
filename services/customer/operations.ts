import { type QueryCustomerArgs, type QueryCustomersArgs } from '../../generated/graphql.ts';
import { pageRequest } from '../db/page.ts';
import { field } from '../operation/operation.ts';
import { notFound } from '../shared/errors.ts';
import { customerId } from '../shared/identifiers.ts';
import { customerConditions } from './filter.ts';
import { findById, findPage, orders } from './store.ts';

export const customers = field<QueryCustomersArgs>('READ', async (scope, input, selection) => {
  const conditions = customerConditions(input.filter);
  const page = pageRequest(input, orders[input.orderBy ?? 'NAME_ASC'], [
    'Query.customers',
    input.filter,
  ]);
  return findPage(scope.db, conditions, page, selection, scope);
});

export const customer = field<QueryCustomerArgs>('READ', async (scope, input, selection) => {
  const found = await findById(scope.db, customerId('id', input.id), selection, scope);
  if (!found) throw notFound('customer', input.id);
  return found;
});
