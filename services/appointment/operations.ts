import {
  type ConsultantAppointmentsArgs,
  type QueryAppointmentArgs,
  type QueryAppointmentsArgs,
} from '../../generated/graphql.ts';
import { pageRequest } from '../db/page.ts';
import { sql, type Sql } from '../db/sql.ts';
import { nestedPages } from '../operation/nested-list.ts';
import { batch, field } from '../operation/operation.ts';
import { notFound } from '../shared/errors.ts';
import { integerId } from '../shared/identifiers.ts';
import { orders } from './access.ts';
import { appointmentConditions } from './filter.ts';
import { appointmentList, findById, findPage, sourceOf } from './store.ts';

export const appointments = field<QueryAppointmentsArgs>(
  'READ',
  async (scope, input, selection) => {
    const conditions = appointmentConditions(input.filter);
    const page = pageRequest(input, orders[input.orderBy ?? 'DATE_DESC'], [
      'Query.appointments',
      input.filter,
    ]);
    return findPage(scope.db, conditions, page, selection, scope);
  },
);

export const appointment = field<QueryAppointmentArgs>('READ', async (scope, input, selection) => {
  const found = await findById(scope.db, integerId('id', input.id), selection, scope);
  if (!found) throw notFound('appointment', input.id);
  return found;
});

export const appointmentsOfConsultants = appointmentsOf(
  'Consultant.appointments',
  'int',
  parent => sql`a.consultant_id = ${parent}.id`,
);

export const appointmentsOfCustomers = appointmentsOf(
  'Customer.appointments',
  'text',
  parent => sql`a.customer_id = ${parent}.id`,
);

function appointmentsOf(name: string, parentType: 'int' | 'text', of: (parent: Sql) => Sql) {
  return batch<ConsultantAppointmentsArgs>('READ', async (scope, parents, input, selection) => {
    const conditions = appointmentConditions(input.filter);
    return nestedPages(
      scope,
      parents,
      input,
      {
        field: name,
        list: appointmentList,
        source: sourceOf(conditions, scope.seesPersonalData),
        of,
        parentType,
        order: orders[input.orderBy ?? 'DATE_DESC'],
        filter: input.filter,
      },
      selection,
    );
  });
}
