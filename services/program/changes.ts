import { type ProgramStatus } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { sql } from '../db/sql.ts';
import { type ProgramTransition } from './transitions.ts';

/** Which row, and as which version it is expected, if that matters. */
export interface ProgramVersion {
  readonly id: number;
  readonly version: number | undefined;
}

/** One conditional update; gives whether the program was there to be moved on. */
export async function moveOn(
  db: Queryable,
  { id, version }: ProgramVersion,
  { from, to }: ProgramTransition,
): Promise<boolean> {
  const rows = await db.rows(
    'program.moveOn',
    sql`update program o set status = ${to}
         where o.id = ${id} and o.status = any(${from}) and (${version ?? null}::int is null or o.version = ${version ?? null})
        returning o.id`,
  );
  return rows.length > 0;
}

/** What decides why a program was not changed. */
export interface ProgramState {
  readonly status: ProgramStatus;
  readonly version: number;
}

/** Undefined when there is no such program. */
export async function findState(db: Queryable, id: number): Promise<ProgramState | undefined> {
  const rows = await db.rows<ProgramState>(
    'program.state',
    sql`select o.status, o.version from program o where o.id = ${id}`,
  );
  return rows[0];
}

/** How many take part, registered or attended. */
export async function countParticipants(db: Queryable, id: number): Promise<number> {
  const rows = await db.rows<{ participants: number }>(
    'program.participants',
    sql`select r.registered + r.attended as participants from program_rollup r where r.program_id = ${id}`,
  );
  return rows[0]?.participants ?? 0;
}
