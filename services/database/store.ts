import { type DatabaseTable } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { identifier, literal, sql, type Sql } from '../db/sql.ts';
import { type DataTable } from '../db/tables.ts';

/** What is wanted of each table beyond its name and sizes. */
export interface TableDetails {
  readonly exactCount: boolean;
  readonly columns: boolean;
  readonly keys: boolean;
  readonly indexes: boolean;
}

/** The tables as the database describes them, by name, in one statement. Never SQL text: no definitions, no defaults. */
export async function describeTables(
  db: Queryable,
  tables: readonly DataTable[],
  details: TableDetails,
): Promise<DatabaseTable[]> {
  const rows = await db.rows<{ item: DatabaseTable }>(
    'database.tables',
    sql`select json_build_object(
                 'name', t.relname,
                 'description', obj_description(t.oid, 'pg_class'),
                 'rowEstimate', nullif(t.reltuples, -1)::float8,
                 'sizeBytes', pg_total_relation_size(t.oid),
                 'indexSizeBytes', pg_indexes_size(t.oid)
                 ${details.exactCount ? sql`, 'exactCount', ${exactCounts(tables)}` : sql``}
                 ${details.columns ? sql`, 'columns', ${columnsOf}` : sql``}
                 ${details.keys ? sql`, 'keys', ${keysOf}` : sql``}
                 ${details.indexes ? sql`, 'indexes', ${indexesOf}` : sql``}) as item
          from pg_class t
         where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and t.relname = any(${tables}::text[])
         order by t.relname`,
  );
  return rows.map(row => row.item);
}

/** Counts the rows of each table; a case for each, so that only the table's own branch runs. */
function exactCounts(tables: readonly DataTable[]): Sql {
  const branches = tables.map(
    table => sql`when ${literal(table)} then (select count(*) from ${identifier(table)})`,
  );
  return sql`case t.relname ${branches.reduce((all, branch) => sql`${all} ${branch}`)} end`;
}

const columnsOf = sql`(
  select json_agg(json_build_object(
           'name', c.attname,
           'type', format_type(c.atttypid, c.atttypmod),
           'nullable', not c.attnotnull,
           'hasDefault', (c.atthasdef and c.attgenerated = '') or c.attidentity <> '',
           'isGenerated', c.attgenerated <> '') order by c.attnum)
    from pg_attribute c
   where c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped)`;

const keysOf = sql`(
  select coalesce(json_agg(json_build_object(
           'name', k.conname,
           'kind', case k.contype when 'p' then 'PRIMARY' when 'u' then 'UNIQUE' when 'f' then 'FOREIGN' else 'EXCLUSION' end,
           'columns', (select json_agg(coalesce(c.attname, '(expression)') order by p.position)
                         from unnest(k.conkey) with ordinality as p (number, position)
                         left join pg_attribute c on c.attrelid = t.oid and c.attnum = p.number and p.number > 0),
           'references', nullif(k.confrelid, 0)::regclass::text) order by k.contype = 'p' desc, k.conname), '[]')
    from pg_constraint k
   where k.conrelid = t.oid and k.contype in ('p', 'u', 'f', 'x'))`;

const indexesOf = sql`(
  select coalesce(json_agg(json_build_object(
           'name', i.relname,
           'columns', (select json_agg(coalesce(c.attname, '(expression)') order by p.position)
                         from unnest(x.indkey::int2[]) with ordinality as p (number, position)
                         left join pg_attribute c on c.attrelid = t.oid and c.attnum = p.number and p.number > 0
                        where p.position <= x.indnkeyatts),
           'method', m.amname,
           'isUnique', x.indisunique,
           'isPartial', x.indpred is not null,
           'sizeBytes', pg_relation_size(i.oid),
           'scans', coalesce(s.idx_scan, 0)) order by i.relname), '[]')
    from pg_index x
    join pg_class i on i.oid = x.indexrelid
    join pg_am m on m.oid = i.relam
    left join pg_stat_user_indexes s on s.indexrelid = x.indexrelid
   where x.indrelid = t.oid)`;
