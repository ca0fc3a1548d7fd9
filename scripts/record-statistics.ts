import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startStack } from '../local/stack.ts';

/**
 * Writes test/support/large-statistics.json anew: what PostgreSQL knows of the tables with a million appointments in
 * them, so that plans can be tested without them. Uses the data of the benchmark, and makes them when there are none.
 */
const stack = await startStack({
  port: 0,
  dataDir: '.local/bench-large',
  demo: 'large',
  reset: false,
  now: new Date('2026-11-21T03:00:00Z'),
  log: line => console.log(line),
});
const client = new pg.Client({ ...stack.database.owner });
await client.connect();
try {
  await client.query('analyze');
  const relations = await client.query(`
    select c.relname as name, c.relkind as kind, c.relpages as pages, c.reltuples as tuples
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'i') and c.relname <> 'schema_migration'
     order by c.relname`);
  // Only what lists filter and order by; more of each column than this changes no plan.
  const columns = await client.query(
    `
    select s.tablename as relation, s.attname as column, s.null_frac, s.avg_width, s.n_distinct, s.correlation,
           s.most_common_vals::text, s.most_common_freqs, s.histogram_bounds::text,
           s.most_common_elems::text, s.most_common_elem_freqs, s.elem_count_histogram
      from pg_stats s
     where s.schemaname = 'public' and s.tablename not like '%overlap'
       and s.attname = any($1::text[])
     order by s.tablename, s.attname`,
    [
      [
        'id',
        'customer_id',
        'consultant_id',
        'appointment_id',
        'program_id',
        'date',
        'start_time',
        'end_time',
        'status',
        'created_at',
        'registered_at',
        'is_disabled',
        'is_available',
        'full_name',
        'name',
        'rating',
        'search_all',
        'search_name',
        'search_description',
        'folded_specialty',
        'folded_specialties',
        'to_consultant_id',
        'max_per_day',
      ],
    ],
  );
  const file = path.join(import.meta.dirname, '../test/support/large-statistics.json');
  writeFileSync(
    file,
    `${JSON.stringify({ relations: relations.rows, columns: columns.rows }, null, 1)}\n`,
  );
  console.log(
    `${path.relative(process.cwd(), file)}: ${relations.rowCount} relations, ${columns.rowCount} columns`,
  );
} finally {
  await client.end();
  await stack.stop();
}
