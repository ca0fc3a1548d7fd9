import { type ParticipantStatus, type ProgramOrder } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { countOf, firstRows, readPage, type List, type PlainSource } from '../db/list.ts';
import { bothWays } from '../db/orders.ts';
import { type ListOrder, type Page, type PageRequest } from '../db/page.ts';
import { readOne } from '../db/one.ts';
import { project, type ReadContext } from '../db/projection.ts';
import { allLike } from '../db/search.ts';
import { sql } from '../db/sql.ts';
import { participantProjection, programProjection } from '../projection/program.ts';
import { type Selection } from '../shared/selection.ts';
import { type ProgramConditions } from './filter.ts';
import { type ParticipantKey } from './participant-changes.ts';

export const orders: Readonly<Record<ProgramOrder, ListOrder>> = {
  ...bothWays('DATE', [
    { column: 'date', type: 'date' },
    { column: 'id', type: 'integer' },
  ]),
  ...bothWays('NAME', [
    { column: 'name', type: 'text' },
    { column: 'id', type: 'integer' },
  ]),
  ...bothWays('CREATED', [
    { column: 'created_at', type: 'timestamptz' },
    { column: 'id', type: 'integer' },
  ]),
};

/** A page of programs. */
export async function findPage(
  db: Queryable,
  conditions: ProgramConditions,
  page: PageRequest,
  selection: Selection,
  context: ReadContext,
): Promise<Page<unknown>> {
  const source = sourceOf(conditions);
  return readPage(
    db,
    programList,
    firstRows(source, programList.alias, page),
    () => ({ statement: countOf(source) }),
    page,
    selection,
    context,
  );
}

/** The programs that a filter admits, as `o`. */
export function sourceOf({ disabled, range, search, statuses }: ProgramConditions): PlainSource {
  return {
    from: sql`program o`,
    conditions: [
      disabled !== 'both' && sql`o.is_disabled = ${disabled}`,
      statuses && sql`o.status = any(${statuses}::text[])`,
      range.from && sql`o.date >= ${range.from}::date`,
      range.to && sql`o.date <= ${range.to}::date`,
      search && allLike(sql`o.search_all`, search),
    ],
  };
}

/** The program with what is selected of it; undefined when there is none. */
export function findById(
  db: Queryable,
  id: number,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  return readOne(db, { table: 'program', projection: programProjection }, id, selection, context);
}

/** A customer's part in a program with what is selected of it; undefined when there is none. */
export async function findParticipant(
  db: Queryable,
  { programId, customerId }: ParticipantKey,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  const rows = await db.rows<{ item: unknown }>(
    'participant.byKey',
    sql`select ${project(participantProjection, 'one', selection, context)} as item
          from program_participant one where one.program_id = ${programId} and one.customer_id = ${customerId}`,
  );
  return rows[0]?.item;
}

/** Participants, for `readPagesOf`: of a program first registered first, of a customer last registered first. */
export function participantSource(
  statuses: readonly ParticipantStatus[] | null | undefined,
): PlainSource {
  return {
    from: sql`program_participant p`,
    conditions: [statuses && sql`p.status = any(${statuses}::text[])`],
  };
}

export const participantList: List = {
  name: 'participant.page',
  projection: participantProjection,
  alias: 'p',
};

export const participantOrder: ListOrder = {
  name: 'REGISTERED_ASC',
  direction: 'asc',
  keys: [
    { column: 'registered_at', type: 'timestamptz' },
    { column: 'customer_id', type: 'text' },
  ],
};

export const participationOrder: ListOrder = {
  name: 'REGISTERED_DESC',
  direction: 'desc',
  keys: [
    { column: 'registered_at', type: 'timestamptz' },
    { column: 'program_id', type: 'integer' },
  ],
};

const programList: List = {
  name: 'program.page',
  projection: programProjection,
  alias: 'o',
  plan: 'fresh',
};
