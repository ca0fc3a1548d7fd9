import { expect, test } from 'vitest';
import { athenaDdl } from '../../services/archive/athena.ts';
import { archivedColumns } from '../../services/archive/columns.ts';
import { archivedTables, symlinkKey } from '../../services/archive/layout.ts';

test('each archived table has a statement with its columns in their order, over the list of its objects', () => {
  const statements = athenaDdl({ bucket: 'my-data', database: 'office' }).split(';\n').slice(0, -1);
  expect(statements).toHaveLength(archivedTables.length);
  for (const [i, table] of archivedTables.entries()) {
    const statement = statements[i] ?? '';
    expect(statement).toContain(`\`office\`.\`${table}\``);
    const columns = [...statement.matchAll(/^ {2}`(\w+)` string/gm)].map(match => match[1]);
    expect(columns).toEqual(archivedColumns[table]);
    const location = /LOCATION 's3:\/\/my-data\/(.*)'/.exec(statement)?.[1] ?? 'nowhere';
    expect(symlinkKey(table).startsWith(location)).toBe(true);
  }
});

test('names that would end a literal are refused', () => {
  expect(() => athenaDdl({ bucket: "x'; drop", database: 'office' })).toThrow('not a plain name');
});
