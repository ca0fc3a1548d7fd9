import { type FeedbackFilter, type QueryFeedbackArgs } from '../../generated/graphql.ts';
import { ratingRange } from '../appointment/filter.ts';
import { pageRequest } from '../db/page.ts';
import { field } from '../operation/operation.ts';
import { openRange } from '../shared/dates.ts';
import { customerId, integerId } from '../shared/identifiers.ts';
import { findPage, orders, type FeedbackConditions } from './store.ts';

export const feedback = field<QueryFeedbackArgs>('READ', async (scope, input, selection) => {
  const conditions = conditionsOf(input.filter ?? {});
  const page = pageRequest(input, orders[input.orderBy ?? 'CREATED_DESC'], [
    'Query.feedback',
    input.filter,
  ]);
  return findPage(scope.db, conditions, page, selection, scope);
});

function conditionsOf(filter: FeedbackFilter): FeedbackConditions {
  const rating = ratingRange(filter);
  return {
    range: openRange(filter),
    ...(typeof filter.consultantId === 'string' && {
      consultantId: integerId('filter.consultantId', filter.consultantId),
    }),
    ...(typeof filter.customerId === 'string' && {
      customerId: customerId('filter.customerId', filter.customerId),
    }),
    ...(rating && { rating }),
    ...(typeof filter.hasComment === 'boolean' && { hasComment: filter.hasComment }),
  };
}
