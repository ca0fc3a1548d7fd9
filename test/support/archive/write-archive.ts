import { type ClientBase } from 'pg';
import { archivedColumns } from '../../../services/archive/columns.ts';
import { type ArchivedTable, archivedTables } from '../../../services/archive/layout.ts';
import { memoryArchive, type MemoryArchive, type Partitions } from './memory-archive.ts';

/**
 * Archives a database as the specification says, by other means than the archive run does: rows come as arrays of
 * text, and are quoted here.
 */
export async function writeArchive(client: ClientBase): Promise<MemoryArchive> {
  await client.query(
    `begin isolation level repeatable read;
     set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'`,
  );
  try {
    const tables = {} as MemoryArchive['tables'];
    const last_ids: MemoryArchive['info']['last_ids'] = {};
    for (const table of archivedTables) {
      const columns = [...archivedColumns[table]];
      tables[table] = { columns, partitions: await partitionsOf(client, table, columns) };
      last_ids[table] = await lastId(client, table);
    }
    const { rows } = await client.query<{ version: number; at: Date; zone: string }>(
      'select max(number) as version, now() as at, (select zone from office) as zone from schema_migration',
    );
    return memoryArchive(tables, {
      ...{ run_id: 'run-1', database_id: '11111111-1111-4111-8111-111111111111', last_ids },
      snapshot_at: rows[0]?.at.toISOString() ?? '',
      schema_version: rows[0]?.version ?? 0,
      zone: rows[0]?.zone,
    });
  } finally {
    await client.query('rollback');
  }
}

async function partitionsOf(
  client: ClientBase,
  table: ArchivedTable,
  columns: readonly string[],
): Promise<Partitions> {
  const { partition, order } = layout[table];
  const { rows } = await client.query<{ partition: string; cells: (string | null)[] }>(
    `select ${partition} as partition, array[${columns.map(asText).join(', ')}] as cells
       from ${table} r order by ${order}`,
  );
  const found: Partitions = new Map();
  const header = `${columns.join(',')}\n`;
  for (const { partition: name, cells } of rows) {
    found.set(name, `${found.get(name) ?? header}${csvLine(cells)}`);
  }
  // A table that is one object has that object, also without rows.
  if (found.size === 0 && partition === WHOLE) found.set('all', header);
  return found;
}

export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(cell => (cell === null ? '' : quoted(cell))).join(',')}\n`;
}

function quoted(cell: string): string {
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const asText = (column: string): string =>
  ['legacy_overlap', 'open_when_booked'].includes(column) || column.startsWith('is_')
    ? `case when r.${column} then 't' else 'f' end`
    : `r.${column}::text`;

const WHOLE = `'all'`;
const day = (at: string): string => `'date=' || ${at}::text`;
const written = day('office_date(r.at)');

const layout: Readonly<Record<ArchivedTable, { partition: string; order: string }>> = {
  customer: {
    partition: `'bucket=' || to_char(get_byte(decode(md5(r.id), 'hex'), 0) % 64, 'FM00')`,
    order: 'r.id collate "C"',
  },
  consultant: { partition: WHOLE, order: 'r.id' },
  timeslot: { partition: day('r.date'), order: 'r.id' },
  appointment: { partition: day('r.date'), order: 'r.id' },
  feedback: {
    partition: day('(select a.date from appointment a where a.id = r.appointment_id)'),
    order: 'r.appointment_id',
  },
  program: { partition: WHOLE, order: 'r.id' },
  program_participant: { partition: WHOLE, order: 'r.program_id, r.customer_id collate "C"' },
  assignment: { partition: written, order: 'r.id' },
  audit_event: { partition: written, order: 'r.id' },
};

async function lastId(client: ClientBase, table: ArchivedTable): Promise<number | null> {
  const { rows } = await client.query<{ last: string | null }>(
    `select pg_sequence_last_value(pg_get_serial_sequence($1, a.attname)::regclass) as last
       from pg_attribute a where a.attrelid = $1::regclass and a.attidentity <> ''`,
    [table],
  );
  const last = rows[0]?.last ?? null;
  return last === null ? null : Number(last);
}
