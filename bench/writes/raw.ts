import pg from 'pg';
import { type Sql } from '../../services/db/sql.ts';
import { type Booking } from './bookings.ts';
import { partOf, type BookingStatements } from './statements.ts';

/** One client on a connection of its own. */
export interface RawClient {
  book(booking: Booking, token: string): Promise<void>;
  close(): Promise<void>;
}

/** Prepares each statement once, and sends those of a group together, as the operations do. */
export async function openRaw(
  config: pg.ClientConfig,
  { first, insert, then }: BookingStatements,
): Promise<RawClient> {
  const client = new pg.Client({ ...config, pipeline: true });
  await client.connect();
  return {
    async book(booking, token) {
      const made = await together([...first, insert], booking, token);
      const { id } = made.at(-1)?.rows[0] as { id: number };
      await together(then, booking, token, id);
      await client.query('commit');
    },
    close: () => client.end(),
  };

  function together(
    statements: readonly Sql[],
    booking: Booking,
    token: string,
    id?: number,
  ): Promise<pg.QueryResult[]> {
    const run = { ...booking, token, id };
    return Promise.all(
      statements.map(({ text, values }) => {
        if (values.length === 0) return client.query(text);
        const bound = values.map(value => {
          const part = partOf(value);
          return part ? run[part] : value;
        });
        return client.query({ name: nameOf(text), text, values: bound });
      }),
    );
  }
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `booking/${names.size}`;
  names.set(text, name);
  return name;
}
