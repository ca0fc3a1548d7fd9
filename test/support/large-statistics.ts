import { readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import pg from 'pg';
import { type TestDatabase } from './database.ts';

interface Relation {
  readonly name: string;
  readonly kind: 'r' | 'i';
  readonly pages: number;
  readonly tuples: number;
}

interface ColumnStatistics {
  readonly relation: string;
  readonly column: string;
  readonly [statistic: string]: unknown;
}

const recorded = JSON.parse(
  readFileSync(new URL('large-statistics.json', import.meta.url), 'utf8'),
) as { relations: Relation[]; columns: ColumnStatistics[] };

const PAGE_BYTES = 8_192;

/** Rows of a table, as recorded. */
export function recordedRows(table: string): number {
  return recorded.relations.find(({ name }) => name === table)?.tuples ?? 0;
}

/**
 * Makes an empty database plan as if it held a million appointments: the statistics are restored, and the files of
 * tables and indexes are given their size, because the planner scales the statistics to the pages that are there. The
 * pages are holes in the files, which PostgreSQL takes for unused ones; nothing must be executed against them.
 */
export async function pretendLarge(db: TestDatabase): Promise<void> {
  const { port, superuser } = inject('postgres');
  const client = new pg.Client({ host: '127.0.0.1', port, database: db.name, ...superuser });
  await client.connect();
  try {
    const { rows } = await client.query<{ directory: string }>(
      `select current_setting('data_directory') as directory`,
    );
    const directory = rows[0]?.directory ?? '';
    for (const relation of recorded.relations) await enlarge(client, directory, relation);
    for (const column of recorded.columns) await restoreColumn(client, column);
  } finally {
    await client.end();
  }
}

async function enlarge(
  client: pg.Client,
  directory: string,
  { name, pages, tuples }: Relation,
): Promise<void> {
  const { rows } = await client.query<{ file: string }>('select pg_relation_filepath($1) as file', [
    name,
  ]);
  truncateSync(path.join(directory, rows[0]?.file ?? name), Math.max(pages, 1) * PAGE_BYTES);
  await client.query(
    `select pg_restore_relation_stats('schemaname', 'public', 'relname', $1::text,
              'relpages', $2::integer, 'reltuples', $3::real, 'relallvisible', $2::integer)`,
    [name, pages, tuples],
  );
}

const types: Readonly<Record<string, string>> = {
  null_frac: 'real',
  avg_width: 'integer',
  n_distinct: 'real',
  correlation: 'real',
  most_common_vals: 'text',
  most_common_freqs: 'real[]',
  histogram_bounds: 'text',
  most_common_elems: 'text',
  most_common_elem_freqs: 'real[]',
  elem_count_histogram: 'real[]',
};

async function restoreColumn(client: pg.Client, column: ColumnStatistics): Promise<void> {
  const present = Object.entries(types).filter(([name]) => column[name] !== null);
  const parts = present.map(([name, type], i) => `'${name}', $${i + 3}::${type}`);
  await client.query(
    `select pg_restore_attribute_stats('schemaname', 'public', 'relname', $1::text, 'attname', $2::text,
              'inherited', false, ${parts.join(', ')})`,
    [column.relation, column.column, ...present.map(([name]) => column[name])],
  );
}
