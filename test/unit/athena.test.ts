import { describe, expect, test } from 'vitest';
import { athenaDdl, type AthenaTarget } from '../../services/archive/athena.ts';
import { archivedColumns } from '../../services/archive/columns.ts';
import {
  archivedTables,
  partitionings,
  partitionSymlinkKey,
  symlinkKey,
} from '../../services/archive/layout.ts';
import { type AthenaTable, athenaTables, placesOf } from '../support/archive/athena.ts';

const target: AthenaTarget = {
  bucket: 'my-data',
  database: 'office',
  from: '2024-02-28',
  until: 'NOW+2YEARS',
};
const tables = athenaTables(athenaDdl(target));
const tableOf = (name: string): AthenaTable => {
  const table = tables.find(each => each.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
};

test('each archived table has a statement with its columns in their order, over lists of objects', () => {
  expect(tables.map(({ name }) => name)).toEqual(archivedTables);
  for (const table of archivedTables) {
    const { columns, partitions, ...made } = tableOf(table);
    expect(columns).toEqual(archivedColumns[table].map(name => ({ name, type: 'string' })));
    expect(columns.map(({ name }) => name)).not.toContain(partitions[0]?.name);
    expect(made).toMatchObject({
      database: 'office',
      serde: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
      inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      location: `s3://my-data/athena/${table}/`,
    });
    expect(made.serdeProperties.get('separatorChar')).toBe(',');
    expect(made.serdeProperties.get('quoteChar')).toBe('"');
    expect(made.properties.get('skip.header.line.count')).toBe('1');
  }
});

describe('Athena looks where runs write their lists', () => {
  const now = new Date('2026-11-20T20:00:00Z');

  test.for(archivedTables)('%s', table => {
    const places = placesOf(tableOf(table), now);
    const lists = places.map(
      ({ location }) => `${location.replace('s3://my-data/', '')}symlink.txt`,
    );
    switch (partitionings[table]) {
      case 'day':
        expect(places[0]?.partition).toBe('2024-02-28');
        // The day of the office is ahead of the one in UTC, and meetings are ahead of both.
        expect(places.at(-1)?.partition).toBe('2028-11-20');
        expect(lists).toContain(partitionSymlinkKey(table, 'date=2024-02-29'));
        break;
      case 'bucket':
        expect(places).toHaveLength(64);
        expect(lists).toContain(partitionSymlinkKey(table, 'bucket=07'));
        expect(lists).toContain(partitionSymlinkKey(table, 'bucket=63'));
        break;
      case 'whole':
        expect(lists).toEqual([symlinkKey(table)]);
    }
  });
});

test.for([
  ['bucket', "x'; drop"],
  ['database', 'a`b'],
  ['from', '2024'],
  ['from', "2024-01-01','x"],
  ['until', 'NOW'],
  ['until', "NOW+2YEARS'"],
] as const)('a %s that would end a literal, or leave days out, is refused: %s', ([name, value]) => {
  expect(() => athenaDdl({ ...target, [name]: value })).toThrow(value);
});
