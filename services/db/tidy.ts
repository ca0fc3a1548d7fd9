import { type ClientBase } from 'pg';

/**
 * Lets the planner know tables that many rows came into; vacuum too, for index-only scans need to know which pages
 * everybody may see. The rows are committed by then: where this cannot be done, the server's own vacuum does it later,
 * and nobody is told that loading failed.
 */
export async function tidyTables(client: ClientBase, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return;
  await client.query(`vacuum (analyze) ${tables.join(', ')}`).catch(() => {});
}
