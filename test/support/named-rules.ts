import { type Pool } from 'pg';

/** The names by which the database refuses: constraints, unique indexes, and what triggers call their rules. */
export async function namedRules(owner: Pool): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select conname as name from pg_constraint
      where connamespace = 'public'::regnamespace and contype in ('c', 'p', 'u', 'f', 'x')
     union
     select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid
      where x.indisunique and i.relnamespace = 'public'::regnamespace
     union
     select (regexp_matches(p.prosrc, 'constraint = ''(\\w+)''', 'g'))[1]
       from pg_proc p where p.pronamespace = 'public'::regnamespace
     union
     select c.relname || (regexp_matches(p.prosrc, 'constraint = tg_table_name \\|\\| ''(\\w+)''', 'g'))[1]
       from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
      where not t.tgisinternal and c.relnamespace = 'public'::regnamespace
     order by name`,
  );
  return rows.map(({ name }) => name);
}

/** Where a function refuses without a name, if anywhere: its name. */
export async function namelessRefusals(owner: Pool): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select proname as name from pg_proc
      where pronamespace = 'public'::regnamespace
        and (select count(*) from regexp_matches(prosrc, 'raise exception', 'g'))
            > (select count(*) from regexp_matches(prosrc, 'constraint = ', 'g'))
      order by name`,
  );
  return rows.map(({ name }) => name);
}
