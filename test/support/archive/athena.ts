import { parse } from 'csv-parse/sync';
import { type Bucket } from '../../../services/s3/bucket.ts';

/** A table as a statement of `athenaDdl` makes it. */
export interface AthenaTable {
  readonly database: string;
  readonly name: string;
  /** With the type of each. */
  readonly columns: readonly Column[];
  readonly partitions: readonly Column[];
  readonly serde: string;
  readonly serdeProperties: ReadonlyMap<string, string>;
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly location: string;
  readonly properties: ReadonlyMap<string, string>;
}

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Reads Hive's CREATE EXTERNAL TABLE statements, each with all of its clauses in their order. */
export function athenaTables(ddl: string): AthenaTable[] {
  const tokens = ddl.match(/`[^`]*`|'(?:[^'\\]|\\.)*'|\w+|\S/g) ?? [];
  let at = 0;
  const word = (...expected: string[]): void => {
    for (const each of expected) {
      const found = tokens[at++] ?? 'the end';
      if (found !== each) throw new Error(`expected ${each}, found ${found}`);
    }
  };
  const quoted = (quote: string): string => {
    const token = tokens[at++] ?? 'the end';
    if (!token.startsWith(quote)) throw new Error(`expected ${quote}, found ${token}`);
    return token.slice(1, -1);
  };
  const name = (): string => quoted('`');
  const text = (): string => quoted("'");
  const list = <Item>(item: () => Item): Item[] => {
    const items: Item[] = [];
    word('(');
    do items.push(item());
    while (tokens[at++] === ',');
    at--;
    word(')');
    return items;
  };
  const column = (): Column => ({ name: name(), type: tokens[at++] ?? 'the end' });
  const property = (): readonly [string, string] => {
    const key = text();
    word('=');
    return [key, text()];
  };

  const tables: AthenaTable[] = [];
  while (at < tokens.length) {
    word('CREATE', 'EXTERNAL', 'TABLE', 'IF', 'NOT', 'EXISTS');
    const database = name();
    word('.');
    const table = name();
    const columns = list(column);
    let partitions: Column[] = [];
    if (tokens[at] === 'PARTITIONED') {
      word('PARTITIONED', 'BY');
      partitions = list(column);
    }
    word('ROW', 'FORMAT', 'SERDE');
    const serde = text();
    word('WITH', 'SERDEPROPERTIES');
    const serdeProperties = new Map(list(property));
    word('STORED', 'AS', 'INPUTFORMAT');
    const inputFormat = text();
    word('OUTPUTFORMAT');
    const outputFormat = text();
    word('LOCATION');
    const location = text();
    word('TBLPROPERTIES');
    const properties = new Map(list(property));
    word(';');
    tables.push({
      ...{ database, name: table, columns, partitions, serde, serdeProperties },
      ...{ inputFormat, outputFormat, location, properties },
    });
  }
  return tables;
}

/** A place where Athena looks, and what the partition column is in the rows that it finds there. */
export interface Place {
  readonly location: string;
  readonly partition: string | undefined;
}

/** What Athena works out of the properties of a table, without asking the catalog or the bucket. */
export function placesOf({ partitions, location, properties }: AthenaTable, now: Date): Place[] {
  const [column] = partitions;
  if (!column) return [{ location, partition: undefined }];
  const of = (property: string): string => {
    const value = properties.get(property);
    if (value === undefined) throw new Error(`${property} is missing`);
    return value;
  };
  if (of('projection.enabled') !== 'true') throw new Error('the projection is off');
  const about = `projection.${column.name}`;
  const [first = '', last = ''] = of(`${about}.range`).split(',');
  const values = [];
  if (of(`${about}.type`) === 'integer') {
    const digits = Number(of(`${about}.digits`));
    for (let i = Number(first); i <= Number(last); i++) {
      values.push(String(i).padStart(digits, '0'));
    }
  } else {
    expectDays(of(`${about}.type`), of(`${about}.format`), of(`${about}.interval.unit`));
    const end = dayOf(last, now);
    for (let day = dayOf(first, now); day <= end; day += DAY * Number(of(`${about}.interval`))) {
      values.push(new Date(day).toISOString().slice(0, 10));
    }
  }
  const template = of('storage.location.template');
  return values.map(value => ({
    location: template.replace(`\${${column.name}}`, value),
    partition: value,
  }));
}

const DAY = 86_400_000;

function expectDays(type: string, format: string, unit: string): void {
  if (type !== 'date' || format !== 'yyyy-MM-dd' || unit !== 'DAYS') {
    throw new Error(`this reader knows days only, not ${type} ${format} ${unit}`);
  }
}

function dayOf(end: string, now: Date): number {
  const ahead = /^NOW(?:\+(\d+)YEARS)?$/.exec(end);
  if (!ahead) return Date.parse(end);
  const day = new Date(now.toISOString().slice(0, 10));
  return day.setUTCFullYear(day.getUTCFullYear() + Number(ahead[1] ?? 0));
}

export interface AthenaRow {
  readonly partition: string | undefined;
  /** By column. */
  readonly values: Readonly<Record<string, string>>;
}

/** The rows that a query of a whole table gets: those of the objects in the lists at the places of the table. */
export async function athenaRows(
  bucket: Bucket,
  table: AthenaTable,
  now: Date,
): Promise<AthenaRow[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list('athena/')) keys.push(key);
  const rows: AthenaRow[] = [];
  for (const { location, partition } of placesOf(table, now)) {
    if (!location.endsWith('/')) throw new Error(`not a folder: ${location}`);
    for (const list of keys.filter(key => key.startsWith(keyOf(bucket, location)))) {
      for (const object of await linesOf(bucket, list)) {
        rows.push(...(await rowsOf(bucket, object, table)).map(values => ({ partition, values })));
      }
    }
  }
  return rows;
}

/** The keys of all objects that any list names. */
export async function listedObjects(bucket: Bucket): Promise<string[]> {
  const listed: string[] = [];
  for await (const { key } of bucket.list('athena/')) {
    listed.push(...(await linesOf(bucket, key)).map(line => keyOf(bucket, line)));
  }
  return listed;
}

async function linesOf(bucket: Bucket, list: string): Promise<string[]> {
  const stored = await bucket.read(list);
  return stored?.body.toString().split('\n').slice(0, -1) ?? [];
}

async function rowsOf(
  bucket: Bucket,
  address: string,
  { columns, properties }: AthenaTable,
): Promise<Record<string, string>[]> {
  const stored = await bucket.read(keyOf(bucket, address));
  if (!stored) throw new Error(`${address} is listed and not there`);
  return parse(stored.body, {
    columns: columns.map(({ name }) => name),
    from: 1 + Number(properties.get('skip.header.line.count')),
  });
}

function keyOf({ name }: Bucket, address: string): string {
  const prefix = `s3://${name}/`;
  if (!address.startsWith(prefix)) throw new Error(`in another bucket: ${address}`);
  return address.slice(prefix.length);
}
