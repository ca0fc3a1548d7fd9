import { type ArchiveObject, type QueryArchiveObjectArgs } from '../../generated/graphql.ts';
import { type OfficeTime, officeTime, withOffset } from '../shared/clock.ts';
import { calendarDate } from '../shared/dates.ts';
import { invalidInput, notFound } from '../shared/errors.ts';
import { type Bucket } from '../s3/bucket.ts';
import { type Manifest } from './documents.ts';
import {
  CUSTOMER_BUCKETS,
  partitionings,
  type ArchivedTable,
  type PartitionName,
} from './layout.ts';
import { readInfo, readManifest } from './status.ts';
import { tableName } from './run-answers.ts';

/** How long a link gives the file to whoever has it. */
const LINK_SECONDS = 300;

/**
 * One object of the archive with a link to it. Errors: `NotFound/ARCHIVE_OBJECT_NOT_FOUND` when the archive has no
 * such partition, or there is no archive; `InvalidInput` with `REQUIRED`, `CONTRADICTION`, `BAD_DATE` or `BAD_NUMBER`.
 */
export async function objectOf(
  bucket: Pick<Bucket, 'read' | 'downloadLink'>,
  args: QueryArchiveObjectArgs,
  now: OfficeTime,
): Promise<ArchiveObject> {
  const table = args.table.toLowerCase() as Lowercase<QueryArchiveObjectArgs['table']>;
  const partition = partitionOf(table, args);
  const entry = (await manifestOf(bucket, table))?.partitions.find(
    each => each.partition === partition,
  );
  if (!entry) throw notFound('archive object', `${table}/${partition}`);
  const fileName = `${table}${partition === 'all' ? '' : `-${partition.replace(/^.*=/, '')}`}.csv`;
  const expires = new Date(Date.parse(now.instant) + LINK_SECONDS * 1000);
  return {
    table: tableName(table),
    partition,
    rows: entry.rows,
    bytes: entry.bytes,
    md5: entry.md5,
    link: await bucket.downloadLink(entry.key, { seconds: LINK_SECONDS, fileName }),
    linkExpiresAt: withOffset(officeTime(expires, now.zone)),
  };
}

function partitionOf(
  table: ArchivedTable,
  { date, bucket }: Pick<QueryArchiveObjectArgs, 'date' | 'bucket'>,
): PartitionName {
  const by = partitionings[table];
  if (by !== 'day') refuse('date', date, table);
  if (by !== 'bucket') refuse('bucket', bucket, table);
  if (by === 'whole') return 'all';
  if (by === 'day') return `date=${calendarDate('date', given('date', date, table))}`;
  const number = given('bucket', bucket, table);
  if (number < 0 || number >= CUSTOMER_BUCKETS) {
    throw invalidInput('BAD_NUMBER', `bucket is ${number}; use 0 to ${CUSTOMER_BUCKETS - 1}`, {
      field: 'bucket',
    });
  }
  return `bucket=${String(number).padStart(2, '0')}`;
}

function refuse(field: string, value: unknown, table: ArchivedTable): void {
  if (value === null || value === undefined) return;
  throw invalidInput(
    'CONTRADICTION',
    `${tableName(table)} is not divided by ${field}; leave it out`,
    { field },
  );
}

function given<Value>(field: string, value: Value | null | undefined, table: ArchivedTable): Value {
  if (value !== null && value !== undefined) return value;
  throw invalidInput('REQUIRED', `${tableName(table)} is divided by ${field}; give one`, { field });
}

async function manifestOf(
  bucket: Pick<Bucket, 'read'>,
  table: ArchivedTable,
): Promise<Manifest | undefined> {
  const known = await readInfo(bucket);
  if (!known) return undefined;
  const manifest = await readManifest(bucket, known.info, table);
  // It was written before the document that names it, and never again.
  if (!manifest) throw new Error(`the manifest of ${table} is missing or damaged`);
  return manifest;
}
