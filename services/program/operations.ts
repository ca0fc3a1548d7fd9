import {
  type ProgramParticipantsArgs,
  type QueryProgramArgs,
  type QueryProgramsArgs,
} from '../../generated/graphql.ts';
import { pageRequest, type ListOrder } from '../db/page.ts';
import { sql, type Sql } from '../db/sql.ts';
import { nestedPages } from '../operation/nested-list.ts';
import { batch, field } from '../operation/operation.ts';
import { notFound } from '../shared/errors.ts';
import { integerId } from '../shared/identifiers.ts';
import { programConditions, refuseEmpty } from './filter.ts';
import {
  findById,
  findPage,
  orders,
  participantList,
  participantOrder,
  participantSource,
  participationOrder,
} from './store.ts';

export const programs = field<QueryProgramsArgs>('READ', async (scope, input, selection) => {
  const conditions = programConditions(input.filter);
  const page = pageRequest(input, orders[input.orderBy ?? 'DATE_DESC'], [
    'Query.programs',
    input.filter,
  ]);
  return findPage(scope.db, conditions, page, selection, scope);
});

export const program = field<QueryProgramArgs>('READ', async (scope, input, selection) => {
  const found = await findById(scope.db, integerId('id', input.id), selection, scope);
  if (!found) throw notFound('program', input.id);
  return found;
});

export const participantsOfPrograms = participants(
  'Program.participants',
  'int',
  parent => sql`p.program_id = ${parent}.id`,
  participantOrder,
);

export const programsOfCustomers = participants(
  'Customer.programs',
  'text',
  parent => sql`p.customer_id = ${parent}.id`,
  participationOrder,
);

function participants(
  name: string,
  parentType: 'int' | 'text',
  of: (parent: Sql) => Sql,
  order: ListOrder,
) {
  return batch<ProgramParticipantsArgs>('READ', async (scope, parents, input, selection) => {
    refuseEmpty('statuses', input.statuses);
    return nestedPages(
      scope,
      parents,
      input,
      {
        field: name,
        list: participantList,
        source: participantSource(input.statuses),
        of,
        parentType,
        order,
        filter: input.statuses,
      },
      selection,
    );
  });
}
