import { createHash } from 'node:crypto';
import { type Pool } from 'pg';
import { type DataTable, dataTables } from '../../../services/db/tables.ts';

/** What a partition holds, by `<table> <partition>`. Computed from the rows alone. */
export type Contents = ReadonlyMap<string, string>;

/** The office's date of each row, where its table is kept by days. */
const dayOf: Readonly<Partial<Record<DataTable, string>>> = {
  timeslot: 'r.date',
  appointment: 'r.date',
  feedback: '(select a.date from appointment a where a.id = r.appointment_id)',
  assignment: `(r.at at time zone 'Asia/Ho_Chi_Minh')::date`,
  audit_event: `(r.at at time zone 'Asia/Ho_Chi_Minh')::date`,
};

export async function contentsOf(db: Pool): Promise<Contents> {
  const contents = new Map<string, string>();
  for (const table of dataTables) {
    const { rows } = await db.query<{ id: string; day: string | null; text: string }>(
      `select to_jsonb(r) ->> 'id' as id, to_char(${dayOf[table] ?? 'null::date'}, 'YYYY-MM-DD') as day, r::text as text
         from ${table} r order by r::text collate "C"`,
    );
    for (const { id, day, text } of rows) {
      const name = `${table} ${partitionOf(table, id, day)}`;
      contents.set(name, `${contents.get(name) ?? ''}${text}\n`);
    }
  }
  return contents;
}

function partitionOf(table: DataTable, id: string, day: string | null): string {
  if (day !== null) return `date=${day}`;
  if (table !== 'customer') return 'all';
  const bucket = (createHash('md5').update(id).digest()[0] ?? 0) % 64;
  return `bucket=${String(bucket).padStart(2, '0')}`;
}

/** Partitions that are not the same in both, in order. */
export function differences(before: Contents, after: Contents): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter(name => before.get(name) !== after.get(name)).sort();
}
