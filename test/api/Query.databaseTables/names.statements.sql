-- database.tables
select json_build_object(
                 'name', t.relname,
                 'description', obj_description(t.oid, 'pg_class'),
                 'rowEstimate', nullif(t.reltuples, -1)::float8,
                 'sizeBytes', pg_total_relation_size(t.oid),
                 'indexSizeBytes', pg_indexes_size(t.oid)



                 ) as item
          from pg_class t
         where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and t.relname = any($1::text[])
         order by t.relname
