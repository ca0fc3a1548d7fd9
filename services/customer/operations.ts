import {
  type CustomerFilter,
  type QueryCustomerArgs,
  type QueryCustomersArgs,
} from '../../generated/graphql.ts';
import { pageRequest } from '../db/page.ts';
import { field } from '../operation/operation.ts';
import { openRange } from '../shared/dates.ts';
import { disabledShown } from '../shared/disabled.ts';
import { notFound } from '../shared/errors.ts';
import { customerId, integerId } from '../shared/identifiers.ts';
import { searchPatterns } from '../shared/search.ts';
import { findById, findPage, orders, type CustomerConditions } from './store.ts';

export const customers = field<QueryCustomersArgs>('READ', async (scope, input, selection) => {
  const conditions = conditionsOf(input.filter ?? {});
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

function conditionsOf(filter: CustomerFilter): CustomerConditions {
  const search = filter.search ? searchPatterns(filter.search) : [];
  const created = openRange(
    { from: filter.createdFrom, to: filter.createdTo },
    { from: 'filter.createdFrom', to: 'filter.createdTo' },
  );
  return {
    disabled: disabledShown(filter),
    created,
    ...(search.length > 0 && { search }),
    ...(typeof filter.programId === 'string' && {
      programId: integerId('filter.programId', filter.programId),
    }),
  };
}
