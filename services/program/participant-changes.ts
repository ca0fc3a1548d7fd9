import { type ParticipantStatus, type ProgramStatus } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { sql } from '../db/sql.ts';

/** Whose part in which program. */
export interface ParticipantKey {
  readonly programId: number;
  readonly customerId: string;
}

/** What a program says about taking part in it. */
export interface HeldProgram {
  readonly status: ProgramStatus;
  readonly isDisabled: boolean;
  /** Null for no limit. */
  readonly capacity: number | null;
  /** Office date. */
  readonly date: string;
}

/**
 * Keeps the program to this transaction, so that whoever changes its participants or its capacity does it one after
 * the other, and what follows sees all that came first. Every change of participants begins here, so none waits for
 * another in a circle. Undefined when there is no such program.
 */
export async function holdProgram(
  db: Queryable,
  programId: number,
): Promise<HeldProgram | undefined> {
  const rows = await db.rows<HeldProgram>(
    'program.hold',
    sql`select o.status, o.is_disabled as "isDisabled", o.capacity, o.date
          from program o where o.id = ${programId} for no key update`,
  );
  return rows[0];
}

/**
 * Registers, anew after a cancellation, and gives whether there was anything to do; whoever takes part already is left as they are, also where nobody else could
 * register any more. (The conflict alone would not do: triggers judge a row before it is found to be there.)
 */
export async function register(
  db: Queryable,
  { programId, customerId }: ParticipantKey,
): Promise<boolean> {
  const rows = await db.rows(
    'participant.register',
    sql`insert into program_participant as p (program_id, customer_id)
        select ${programId}::int, ${customerId}::text
         where not exists (
           select from program_participant q
            where q.program_id = ${programId} and q.customer_id = ${customerId} and q.status <> 'CANCELLED')
        on conflict (program_id, customer_id) do update
          set status = excluded.status, registered_at = excluded.registered_at
          where p.status = 'CANCELLED'
        returning p.customer_id`,
  );
  return rows.length > 0;
}

/** Gives whether the registration was there to be cancelled. */
export async function cancel(
  db: Queryable,
  { programId, customerId }: ParticipantKey,
): Promise<boolean> {
  const rows = await db.rows(
    'participant.cancel',
    sql`update program_participant p set status = 'CANCELLED'
         where p.program_id = ${programId} and p.customer_id = ${customerId} and p.status = 'REGISTERED'
        returning p.customer_id`,
  );
  return rows.length > 0;
}

/** Those of the customers who are registered attended. */
export async function attend(
  db: Queryable,
  programId: number,
  customerIds: readonly string[],
): Promise<void> {
  await db.rows(
    'participant.attend',
    sql`update program_participant p set status = 'ATTENDED'
         where p.program_id = ${programId} and p.customer_id = any(${customerIds}::text[]) and p.status = 'REGISTERED'`,
  );
}

/** Those of the customers who have not attended, in the order given. */
export async function absentees(
  db: Queryable,
  programId: number,
  customerIds: readonly string[],
): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    'participant.absentees',
    sql`select wanted.id
          from unnest(${customerIds}::text[]) with ordinality as wanted (id, position)
         where not exists (
           select from program_participant p
            where p.program_id = ${programId} and p.customer_id = wanted.id and p.status = 'ATTENDED')
         order by wanted.position`,
  );
  return rows.map(({ id }) => id);
}

/** What decides why a registration was not changed. */
export interface ParticipantState {
  readonly status: ParticipantStatus;
  readonly version: number;
}

/** Undefined when the customer never registered. */
export async function findParticipantState(
  db: Queryable,
  { programId, customerId }: ParticipantKey,
): Promise<ParticipantState | undefined> {
  const rows = await db.rows<ParticipantState>(
    'participant.state',
    sql`select p.status, p.version from program_participant p
         where p.program_id = ${programId} and p.customer_id = ${customerId}`,
  );
  return rows[0];
}
