import { type ClientBase } from 'pg';
import { inTransaction } from '../db/in-transaction.ts';
import { sql, type Sql } from '../db/sql.ts';

/**
 * Runs `work` in one snapshot of the database, which it cannot change. Dates are text as ISO has them, instants turned
 * into timestamps are wall clocks of `zone`.
 */
export async function inSnapshot<Result>(
  client: ClientBase,
  zone: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return inTransaction(
    client,
    async () => {
      await client.query(
        "select set_config('timezone', $1, true), set_config('datestyle', 'ISO, YMD', true)",
        [zone],
      );
      return work();
    },
    'begin isolation level repeatable read read only',
  );
}

/** A row's values in the order of its columns, as text; null is NULL. */
export type TextRow = readonly (string | null)[];

/** The rows of a statement whose columns are all text, a block at a time, however many there are. Needs a transaction. */
export async function* blocksOf(client: ClientBase, statement: Sql): AsyncGenerator<TextRow[]> {
  const { text, values } = sql`declare exported no scroll cursor for ${statement}`;
  await client.query(text, [...values]);
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({
      text: `fetch ${BLOCK} from exported`,
      rowMode: 'array',
    });
    if (rows.length > 0) yield rows;
    if (rows.length < BLOCK) break;
  }
  await client.query('close exported');
}

const BLOCK = 2_000;
