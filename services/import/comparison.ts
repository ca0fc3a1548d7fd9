import { type ClientBase } from 'pg';
import { type Findings } from './finding.ts';
import { formats, type OriginalFileName } from './formats.ts';
import { refuseRows } from './refusing.ts';
import { stagingTable } from './staging.ts';
import { type TargetColumn, targets } from './targets.ts';

/**
 * Finds the staged rows that the database has: identical ones are left alone, a row that differs in one of the file's
 * `columns` is refused, for an import never changes what is there.
 */
export async function compare(
  client: ClientBase,
  file: OriginalFileName,
  columns: readonly string[],
  refusals: Findings,
): Promise<void> {
  if (columns.length === 0) return;
  const { table, key, columns: all } = targets[file];
  const staged = stagingTable(file);
  const compared = all.filter(
    ({ column, from }) => !key.includes(column) && columns.includes(from),
  );
  const isSame = key.map((column, i) => `t.${column} = s.${formats[file].key[i]}`).join(' and ');
  await refuseRows<{ row: number; column: string }>(
    client,
    file,
    refusals,
    `select s.row, d.name as column
       from ${staged} s
       join ${table} t on ${isSame}
      cross join lateral (values ${compared.map(each => `('${each.from}', ${differs(each)})`).join(', ')}) d (name, differs)
      where s.state = 'NEW' and d.differs`,
    ({ column }) => ({
      ...{ column, code: 'DIFFERS' },
      reason:
        'is other than in the row that the database has under this key; an import changes nothing',
    }),
  );
  await client.query(
    `update ${staged} s set state = 'IDENTICAL' from ${table} t where s.state = 'NEW' and ${isSame}`,
  );
}

function differs({ column, from, value, differs: rule }: TargetColumn): string {
  return rule ?? `t.${column} is distinct from (${value ?? `s.${from}`})`;
}

/** Refuses slots that were here and were deleted: what the record of changes tells of them has come to its end. */
export async function checkDeleted(client: ClientBase, refusals: Findings): Promise<void> {
  const file = 'ConsultantSchedule.csv';
  await refuseRows(
    client,
    file,
    refusals,
    `select s.row
       from ${stagingTable(file)} s
      where s.state = 'NEW' and exists (
            select from audit_event e where e.entity = 'timeslot' and e.entity_id = s.scheduleid::text)`,
    () => ({
      ...{ column: 'scheduleid', code: 'WAS_DELETED' },
      reason: 'is a slot that was deleted since; leave the row out, or make a new slot',
    }),
  );
}
