import { type ClientBase } from 'pg';
import { type Findings } from './finding.ts';
import { type OriginalFileName } from './formats.ts';
import { stagingTable } from './staging.ts';

/** What is wrong with a staged row. */
export interface Refusal {
  /** As the file's header names it. */
  readonly column: string | null;
  readonly code: string;
  readonly reason: string;
}

/**
 * Refuses the staged rows that `bad` selects: their `row`, and whatever `say` makes a sentence of. Rows that were
 * refused before may be among them.
 */
export async function refuseRows<Row extends { readonly row: number }>(
  client: ClientBase,
  file: OriginalFileName,
  refusals: Findings,
  bad: string,
  say: (row: Row) => Refusal,
): Promise<void> {
  const { rows } = await client.query<Row & { readonly total: number }>(`
    with bad as materialized (${bad}),
         refused as (
           update ${stagingTable(file)} s set state = 'REFUSED' from bad where bad.row = s.row)
    select bad.*, (count(*) over ())::integer as total
      from bad
     order by row
     limit ${SHOWN}`);
  for (const row of rows) refusals.add({ file, row: row.row, ...say(row) });
  refusals.addUnseen((rows[0]?.total ?? 0) - rows.length);
}

/** More of one kind than anybody reads. */
const SHOWN = 1_000;
