import { INFO_KEY } from '../../../services/archive/layout.ts';
import { type Place, type RestoreRefusal } from '../../../services/archive/restore-refused.ts';
import { firstOf, rewrite } from './copy-archive.ts';
import { type MemoryArchive } from './memory-archive.ts';

/** Something that is wrong with an archive, and what a restore says of it. */
export interface Damage {
  readonly what: string;
  /** Gives the key of the file that the refusal shall name. */
  readonly inflict: (archive: MemoryArchive) => string | undefined;
  readonly reason: RestoreRefusal;
  readonly place?: Place;
}

const bytesOf = (archive: MemoryArchive, key: string): Buffer =>
  archive.objects.get(key) ?? Buffer.alloc(0);

const changeBytes =
  (table: 'customer' | 'appointment', change: (body: Buffer) => Buffer) =>
  (archive: MemoryArchive): string => {
    const { key } = archive.entry(table, firstOf(archive, table));
    archive.objects.set(key, change(bytesOf(archive, key)));
    return key;
  };

/** Changes the info without its manifests. */
const changeInfo =
  (change: (info: Record<string, unknown>) => unknown) =>
  (archive: MemoryArchive): string => {
    const info = JSON.parse(bytesOf(archive, INFO_KEY).toString());
    archive.objects.set(INFO_KEY, Buffer.from(JSON.stringify(change(info) ?? info)));
    return INFO_KEY;
  };

/** Puts a value into a column of the row, 1 for the first. Values of these rows hold neither commas nor quotes. */
const put = (
  archive: MemoryArchive,
  table: 'appointment' | 'feedback' | 'consultant' | 'assignment',
  row: number,
  column: string,
  value: string,
): string =>
  rewrite(archive, table, csv => {
    const lines = csv.split('\n');
    const at = archive.tables[table].columns.indexOf(column);
    const cells = (lines[row] ?? '').split(',');
    cells[at] = value;
    lines[row] = cells.join(',');
    return lines.join('\n');
  });

export const damages: readonly Damage[] = [
  {
    what: 'there is no archive',
    inflict: archive => void archive.objects.clear(),
    reason: 'NO_ARCHIVE',
  },
  {
    what: 'the info is no JSON',
    inflict: archive => {
      archive.objects.set(INFO_KEY, Buffer.from('{"format_version": 1'));
      return INFO_KEY;
    },
    reason: 'BAD_DOCUMENT',
  },
  {
    what: 'the format is another',
    inflict: changeInfo(info => ({ ...info, format_version: 2 })),
    reason: 'NEWER_ARCHIVE',
  },
  {
    what: 'the schema is newer than the database',
    inflict: changeInfo(info => ({ ...info, schema_version: 9999 })),
    reason: 'NEWER_ARCHIVE',
  },
  {
    what: 'P-14: a foreign table',
    inflict: changeInfo(info => ({
      ...info,
      tables: { ...(info['tables'] as object), pg_authid: {} },
    })),
    reason: 'UNKNOWN_NAME',
  },
  {
    what: 'a table is not mentioned',
    inflict: changeInfo(info => {
      delete (info['tables'] as Record<string, unknown>)['feedback'];
    }),
    reason: 'BAD_DOCUMENT',
  },
  {
    what: 'a manifest is missing',
    inflict: archive => {
      const key = [...archive.objects.keys()].find(each => each.includes('manifests/timeslot/'));
      archive.objects.delete(key ?? '');
      return key;
    },
    reason: 'OBJECT_MISSING',
  },
  {
    what: 'a manifest was changed',
    inflict: archive => {
      const key = [...archive.objects.keys()].find(each => each.includes('manifests/timeslot/'));
      const body = bytesOf(archive, key ?? '').toString();
      archive.objects.set(key ?? '', Buffer.from(body.replace('"rows":', '"rows": ')));
      return key;
    },
    reason: 'OBJECT_DAMAGED',
  },
  {
    what: 'P-14: an object lies elsewhere',
    inflict: archive => {
      archive.tables.program.partitions.set('../../data/uploads/x', 'id\n');
      archive.seal();
      return undefined;
    },
    reason: 'BAD_DOCUMENT',
  },
  {
    what: 'P-14: a column that there is not',
    inflict: archive => {
      archive.tables.consultant.columns.push('is_admin');
      rewrite(archive, 'consultant', csv =>
        csv.replaceAll('\n', ',\n').replace(',\n', ',is_admin\n'),
      );
      return undefined;
    },
    reason: 'UNKNOWN_NAME',
  },
  {
    what: 'P-14: a column whose name is a statement',
    inflict: archive => {
      archive.tables.program.columns[0] = "id) from program 'true'; --";
      archive.seal();
      return undefined;
    },
    reason: 'UNKNOWN_NAME',
  },
  {
    what: 'P-14: a generated column',
    inflict: archive => {
      archive.tables.customer.columns.push('search_all');
      archive.seal();
      return undefined;
    },
    reason: 'UNKNOWN_NAME',
  },
  {
    what: 'an object is missing',
    inflict: archive => {
      const { key } = archive.entry('appointment', firstOf(archive, 'appointment'));
      archive.objects.delete(key);
      return key;
    },
    reason: 'OBJECT_MISSING',
  },
  {
    what: 'a byte is another',
    inflict: changeBytes('customer', body => {
      const changed = Buffer.from(body);
      changed.write(changed.at(-5) === 0x30 ? '1' : '0', changed.length - 5);
      return changed;
    }),
    reason: 'OBJECT_DAMAGED',
  },
  {
    what: 'an object is cut off',
    inflict: changeBytes('appointment', body => body.subarray(0, body.length - 30)),
    reason: 'OBJECT_DAMAGED',
  },
  {
    what: 'an object is longer',
    inflict: changeBytes('appointment', body => Buffer.concat([body, Buffer.from('1\n')])),
    reason: 'OBJECT_DAMAGED',
  },
  {
    what: 'an object is empty',
    inflict: changeBytes('customer', () => Buffer.alloc(0)),
    reason: 'OBJECT_DAMAGED',
  },
  {
    what: 'the header is that of other columns',
    inflict: archive =>
      rewrite(archive, 'appointment', csv =>
        csv.replace('consultant_id,customer_id', 'customer_id,consultant_id'),
      ),
    reason: 'OBJECT_DAMAGED',
  },
  {
    what: 'a byte order mark stands before the header',
    inflict: archive => rewrite(archive, 'customer', csv => `\ufeff${csv}`),
    reason: 'OBJECT_DAMAGED',
  },
  {
    what: 'the last row has no end',
    inflict: archive => rewrite(archive, 'customer', csv => csv.slice(0, -1)),
    reason: 'OBJECT_DAMAGED',
  },
  {
    what: 'a quote is never closed',
    inflict: archive => rewrite(archive, 'customer', csv => csv.replace(/\n$/, '"\n')),
    reason: 'OBJECT_DAMAGED',
  },
  {
    what: 'a row has too few cells',
    inflict: archive => rewrite(archive, 'consultant', csv => `${csv}9999,Mai\n`),
    reason: 'BAD_VALUE',
    place: { table: 'consultant', row: 9 },
  },
  {
    what: 'a value is no value of its column',
    inflict: archive => put(archive, 'appointment', 2, 'start_time', 'Mai Anh'),
    reason: 'BAD_VALUE',
    place: { table: 'appointment', row: 2, column: 'start_time' },
  },
  {
    what: 'a value is missing',
    inflict: archive => put(archive, 'appointment', 1, 'date', ''),
    reason: 'BAD_VALUE',
    place: { table: 'appointment', row: 1, column: 'date' },
  },
  {
    what: 'an id appears twice',
    inflict: archive =>
      rewrite(archive, 'consultant', csv => `${csv}${csv.split('\n')[1] ?? ''}\n`),
    reason: 'RULE_BROKEN',
    place: { table: 'consultant', row: 9 },
  },
  {
    what: 'a rule of the database is broken',
    inflict: archive => put(archive, 'appointment', 2, 'duration_minutes', '4'),
    reason: 'RULE_BROKEN',
    place: { table: 'appointment', row: 2 },
  },
  {
    what: 'a row refers to one that is not there',
    inflict: archive => put(archive, 'appointment', 2, 'customer_id', 'zalo-none'),
    reason: 'RULE_BROKEN',
    place: { table: 'appointment', row: 2, column: 'customer_id' },
  },
  {
    what: 'feedback is on an appointment that is not there',
    inflict: archive => put(archive, 'feedback', 1, 'appointment_id', '77777'),
    reason: 'RULE_BROKEN',
    place: { table: 'feedback', row: 1, column: 'appointment_id' },
  },
  {
    what: 'feedback is on an appointment that was not held',
    inflict: archive => {
      const all = [...archive.tables.appointment.partitions.values()].join('');
      const pending = /^(\d+),.*,PENDING,/m.exec(all)?.[1] ?? '';
      put(archive, 'feedback', 1, 'appointment_id', pending);
      return undefined;
    },
    reason: 'RULE_BROKEN',
    place: { table: 'feedback' },
  },
  {
    what: 'an assignment is of an appointment that is not there',
    inflict: archive => put(archive, 'assignment', 3, 'appointment_id', '77777'),
    reason: 'RULE_BROKEN',
    place: { table: 'assignment', row: 3, column: 'appointment_id' },
  },
];
