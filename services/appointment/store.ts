import { type List, type PlainSource } from '../db/list.ts';
import { readPage } from '../db/list.ts';
import { type Page, type PageRequest } from '../db/page.ts';
import { readOne } from '../db/one.ts';
import { type ReadContext } from '../db/projection.ts';
import { type Queryable } from '../db/connection.ts';
import { every, identifier, join, sql, type Sql } from '../db/sql.ts';
import { appointmentProjection } from '../projection/appointment.ts';
import { type Selection } from '../shared/selection.ts';
import { accessPath, amongAll, conditionsOn } from './access.ts';
import { appointmentStatuses, type AppointmentConditions } from './filter.ts';

export const appointmentList: List = {
  name: 'appointment.page',
  projection: appointmentProjection,
  alias: 'a',
};

/** A page of appointments with what is selected of their customers, consultants and feedback: one statement. */
export async function findPage(
  db: Queryable,
  conditions: AppointmentConditions,
  page: PageRequest,
  selection: Selection,
  context: ReadContext,
): Promise<Page<unknown>> {
  const { from, plan } = accessPath(conditions, page, context.seesPersonalData);
  return readPage(
    db,
    { ...appointmentList, plan },
    from,
    () => ({ statement: total(conditions, context.seesPersonalData), plan: 'fresh' }),
    page,
    selection,
    context,
  );
}

/** The appointment with what is selected of it; undefined when there is none. */
export function findById(
  db: Queryable,
  id: number,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  return readOne(
    db,
    { table: 'appointment', projection: appointmentProjection },
    id,
    selection,
    context,
  );
}

/** Whether there is such an appointment. */
export async function exists(db: Queryable, id: number): Promise<boolean> {
  const rows = await db.rows(
    'appointment.exists',
    sql`select from appointment a where a.id = ${id}`,
  );
  return rows.length > 0;
}

/** The appointments of a parent, for `readPagesOf`. */
export function sourceOf(conditions: AppointmentConditions, personal: boolean): PlainSource {
  return { from: sql`appointment a`, conditions: conditionsOn(sql`a`, conditions, personal) };
}

/** Counts from the rollups where the conditions are theirs, else the rows. */
function total(conditions: AppointmentConditions, personal: boolean): Sql {
  const { statuses, from, to, consultantId, ...others } = conditions;
  if (Object.keys(others).length > 0) {
    const a = sql`a`;
    return sql`select count(*)::int as total from appointment a where ${every(
      ...conditionsOn(a, conditions, personal, { search: true, rating: true }),
      ...amongAll(a, conditions, personal),
    )}`;
  }
  const sum = join(
    (statuses ?? appointmentStatuses).map(
      status => sql`coalesce(sum(r.${identifier(status.toLowerCase())}), 0)`,
    ),
    ', ',
  );
  const columns = sql`(select sum(part) from unnest(array[${sum}]) as part)::int`;
  const table = consultantId === undefined ? sql`day_rollup r` : sql`consultant_day_rollup r`;
  return sql`select ${columns} as total from ${table} where ${every(
    consultantId !== undefined && sql`r.consultant_id = ${consultantId}`,
    from !== undefined && sql`r.date >= ${from}::date`,
    to !== undefined && sql`r.date <= ${to}::date`,
  )}`;
}
