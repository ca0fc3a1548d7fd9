import {
  type AppointmentFilter,
  type ConsultantFilter,
  type CustomerFilter,
  type ProgramFilter,
} from '../../generated/graphql.ts';
import { amongAll, conditionsOn, orders as appointmentOrders } from '../appointment/access.ts';
import { appointmentConditions } from '../appointment/filter.ts';
import { consultantConditions } from '../consultant/filter.ts';
import { orders as consultantOrders, sourceOf as consultantsOf } from '../consultant/store.ts';
import { customerConditions } from '../customer/filter.ts';
import { orders as customerOrders, sourceOf as customersOf } from '../customer/store.ts';
import { type PlainSource } from '../db/list.ts';
import { orderBy } from '../db/page.ts';
import { every, sql, type Sql } from '../db/sql.ts';
import { programConditions } from '../program/filter.ts';
import { orders as programOrders, sourceOf as programsOf } from '../program/store.ts';
import { type OfficeTime } from '../shared/clock.ts';
import {
  appointmentColumns,
  consultantColumns,
  customerColumns,
  programColumns,
  type ListColumn,
} from './list-columns.ts';

/** A list with its own filter. */
export type ListExport =
  | { readonly query: 'APPOINTMENTS'; readonly filter?: AppointmentFilter | null }
  | { readonly query: 'CUSTOMERS'; readonly filter?: CustomerFilter | null }
  | { readonly query: 'CONSULTANTS'; readonly filter?: ConsultantFilter | null }
  | { readonly query: 'PROGRAMS'; readonly filter?: ProgramFilter | null };

export interface ListStatement {
  readonly columns: readonly ListColumn[];
  /** What follows `select`: rows in the order that the list has by itself. */
  readonly rows: Sql;
}

/** How a list is read in full, personal data included. Errors: `InvalidInput` naming the entry that cannot be. */
export function listStatement(list: ListExport, now: OfficeTime): ListStatement {
  const context = { seesPersonalData: true, now };
  switch (list.query) {
    case 'APPOINTMENTS': {
      const a = sql`a`;
      const conditions = appointmentConditions(list.filter);
      const source = {
        from: sql`appointment a
          join customer c on c.id = a.customer_id
          left join consultant k on k.id = a.consultant_id
          left join feedback f on f.appointment_id = a.id`,
        conditions: [
          ...conditionsOn(a, conditions, true, { search: true, rating: true }),
          ...amongAll(a, conditions, true),
        ],
      };
      return statement(appointmentColumns, source, orderBy(a, appointmentOrders.DATE_DESC));
    }
    case 'CUSTOMERS': {
      const source = customersOf(customerConditions(list.filter), context);
      return statement(customerColumns, source, orderBy(sql`c`, customerOrders.NAME_ASC));
    }
    case 'CONSULTANTS': {
      const source = consultantsOf(consultantConditions(list.filter), true);
      return statement(consultantColumns, source, orderBy(sql`k`, consultantOrders.NAME_ASC));
    }
    case 'PROGRAMS': {
      const source = programsOf(programConditions(list.filter));
      return statement(programColumns, source, orderBy(sql`o`, programOrders.DATE_DESC));
    }
  }
}

function statement(
  columns: readonly ListColumn[],
  { from, conditions }: PlainSource,
  order: Sql,
): ListStatement {
  return { columns, rows: sql`from ${from} where ${every(...conditions)} ${order}` };
}
