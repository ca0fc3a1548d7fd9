import {
  type ConsultantWorkloadArgs,
  type QueryConsultantArgs,
  type QueryConsultantsArgs,
} from '../../generated/graphql.ts';
import { pageRequest } from '../db/page.ts';
import { batch, field } from '../operation/operation.ts';
import { rangeOrDefault } from '../shared/dates.ts';
import { notFound } from '../shared/errors.ts';
import { integerId } from '../shared/identifiers.ts';
import { consultantConditions } from './filter.ts';
import { findById, findPage, orders, workloadOf } from './store.ts';

export const consultants = field<QueryConsultantsArgs>('READ', async (scope, input, selection) => {
  const conditions = consultantConditions(input.filter);
  const page = pageRequest(input, orders[input.orderBy ?? 'NAME_ASC'], [
    'Query.consultants',
    input.filter,
  ]);
  return findPage(scope.db, conditions, page, selection, scope);
});

export const consultant = field<QueryConsultantArgs>('READ', async (scope, input, selection) => {
  const found = await findById(scope.db, integerId('id', input.id), selection, scope);
  if (!found) throw notFound('consultant', input.id);
  return found;
});

const LONGEST_WORKLOAD_DAYS = 92;

export const workloadOfConsultants = batch<ConsultantWorkloadArgs>(
  'READ',
  async (scope, parents, input) => {
    const range = rangeOrDefault(input, {
      today: scope.now.date,
      length: 7,
      longest: LONGEST_WORKLOAD_DAYS,
      before: false,
    });
    const workloads = await workloadOf(scope.db, parents, range);
    return workloads.map(data => ({ data }));
  },
);
