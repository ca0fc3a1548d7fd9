import { type Queryable } from '../db/connection.ts';
import { type RowVersion } from '../db/row-changes.ts';
import { sql } from '../db/sql.ts';

/** Gives whether there was such a customer, in the version that is expected. The database does all of it (0012). */
export async function anonymise(db: Queryable, { id, version }: RowVersion): Promise<boolean> {
  const rows = await db.rows<{ done: boolean }>(
    'customer.anonymise',
    sql`select anonymise_customer(${id}, ${version ?? null}) as done`,
  );
  return rows[0]?.done === true;
}

export interface AnonymityState {
  readonly version: number;
  /** Nothing is known of the person. */
  readonly isAnonymous: boolean;
}

/** Undefined when there is no such customer. */
export async function findAnonymity(
  db: Queryable,
  id: string,
): Promise<AnonymityState | undefined> {
  const rows = await db.rows<AnonymityState>(
    'customer.anonymity',
    sql`select c.version,
               c.full_name = '—' and c.is_disabled
                 and num_nonnulls(c.email, c.phone_number, c.date_of_birth, c.notes) = 0 as "isAnonymous"
          from customer c where c.id = ${id}`,
  );
  return rows[0];
}
