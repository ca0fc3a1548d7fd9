import { type ClientBase } from 'pg';
import { dataTables } from './tables.ts';

/** Whether there is anything that somebody would miss. */
export async function hasRows(client: ClientBase): Promise<boolean> {
  const filled = dataTables.map(table => `exists (select from ${table})`).join(' or ');
  const { rows } = await client.query<{ filled: boolean }>(`select ${filled} as filled`);
  return rows[0]?.filled ?? false;
}
