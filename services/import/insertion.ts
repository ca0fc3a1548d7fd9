import { type ClientBase, DatabaseError } from 'pg';
import { type Finding } from './finding.ts';
import { type OriginalFileName } from './formats.ts';
import { stagingTable } from './staging.ts';
import { targets } from './targets.ts';

/**
 * Moves a file's new rows into their table. Columns that the file lacks get their defaults; timestamps are wall clocks of
 * the session's zone. Gives a finding when a rule of the database refuses what was found good; then the transaction can
 * only be rolled back.
 */
export async function insertNew(
  client: ClientBase,
  file: OriginalFileName,
  given: readonly string[],
): Promise<Finding | undefined> {
  const { table, columns, inserted = [] } = targets[file];
  const filled = [
    ...columns
      .filter(({ from }) => given.includes(from))
      .map(({ column, from, value = `s.${from}` }) => ({ column, value })),
    ...inserted,
  ];
  try {
    await client.query(`
      insert into ${table} (${filled.map(({ column }) => column).join(', ')})
      select ${filled.map(({ value }) => value).join(', ')}
        from ${stagingTable(file)} s
       where s.state = 'NEW'
       order by s.row`);
    return undefined;
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.code?.startsWith('23')) throw error;
    const rule = (error.constraint ?? 'unnamed').replaceAll('_', ' ');
    return {
      ...{ file, row: null, column: null, code: 'REFUSED_BY_RULE' },
      reason: `a row breaks the rule “${rule}” of the database`,
    };
  }
}
