import { type FeedbackOrder } from '../../generated/graphql.ts';
import { type RatingRange } from '../appointment/filter.ts';
import { type Queryable } from '../db/connection.ts';
import { startOfDay } from '../db/days.ts';
import { countOf, firstRows, readPage, type List } from '../db/list.ts';
import { bothWays } from '../db/orders.ts';
import { type ListOrder, type Page, type PageRequest } from '../db/page.ts';
import { project, type ReadContext } from '../db/projection.ts';
import { sql } from '../db/sql.ts';
import { feedbackProjection } from '../projection/appointment.ts';
import { type OptionalRange } from '../shared/dates.ts';
import { type Selection } from '../shared/selection.ts';

/** A filter that was understood. */
export interface FeedbackConditions {
  readonly consultantId?: number;
  readonly customerId?: string;
  /** Office dates on which it was given, both included. */
  readonly range: OptionalRange;
  readonly rating?: RatingRange;
  readonly hasComment?: boolean;
}

export const orders: Readonly<Record<FeedbackOrder, ListOrder>> = {
  ...bothWays('CREATED', [
    { column: 'created_at', type: 'timestamptz' },
    { column: 'appointment_id', type: 'integer' },
  ]),
  ...bothWays('RATING', [
    { column: 'rating', type: 'numeric' },
    { column: 'appointment_id', type: 'integer' },
  ]),
};

/** A page of feedback. */
export async function findPage(
  db: Queryable,
  { consultantId, customerId, range, rating, hasComment }: FeedbackConditions,
  page: PageRequest,
  selection: Selection,
  context: ReadContext,
): Promise<Page<unknown>> {
  const ofSomebody = consultantId !== undefined || customerId !== undefined;
  const source = {
    from: ofSomebody
      ? sql`feedback f join appointment m on m.id = f.appointment_id`
      : sql`feedback f`,
    conditions: [
      consultantId !== undefined && sql`m.consultant_id = ${consultantId}`,
      customerId !== undefined && sql`m.customer_id = ${customerId}`,
      range.from && sql`f.created_at >= ${startOfDay(sql`${range.from}::date`, context.now)}`,
      range.to && sql`f.created_at < ${startOfDay(sql`${range.to}::date + 1`, context.now)}`,
      rating && sql`f.rating between ${rating.least}::numeric and ${rating.most}::numeric`,
      hasComment === true && sql`f.comment <> ''`,
      hasComment === false && sql`coalesce(f.comment, '') = ''`,
    ],
  };
  return readPage(
    db,
    list,
    firstRows(source, list.alias, page),
    () => ({ statement: countOf(source), plan: 'fresh' }),
    page,
    selection,
    context,
  );
}

/** What was said of a meeting, with what is selected of it; undefined when nothing was. */
export async function findByAppointment(
  db: Queryable,
  appointmentId: number,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  const rows = await db.rows<{ item: unknown }>(
    'feedback.byAppointment',
    sql`select ${project(feedbackProjection, 'one', selection, context)} as item
          from feedback one where one.appointment_id = ${appointmentId}`,
  );
  return rows[0]?.item;
}

const list: List = {
  name: 'feedback.page',
  projection: feedbackProjection,
  alias: 'f',
  plan: 'fresh',
};
