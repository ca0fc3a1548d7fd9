import { type DataTable, dataTables } from '../db/tables.ts';

/** How the rows of a table are divided into objects. */
export type Partitioning = 'day' | 'bucket' | 'whole';

export const partitionings: Readonly<Record<DataTable, Partitioning>> = {
  customer: 'bucket',
  consultant: 'whole',
  timeslot: 'day',
  appointment: 'day',
  feedback: 'day',
  program: 'whole',
  program_participant: 'whole',
  assignment: 'day',
  audit_event: 'day',
};

/** Every archived table, each after those it refers to. */
export const archivedTables = dataTables;
export type ArchivedTable = DataTable;

/** `date=2025-03-06`, `bucket=07` or `all`: what a partition is called in keys, manifests and change marks. */
export type PartitionName = string;

/** The number of customer buckets; a customer's is the first byte of the MD5 of its id, modulo this. */
export const CUSTOMER_BUCKETS = 64;

/** The one object that is ever replaced: replacing it commits a run. */
export const INFO_KEY = 'metadata/archive_info.json';

/** `md5` in lower-case hexadecimal. */
export const objectKey = (table: ArchivedTable, partition: PartitionName, md5: string): string =>
  `archive/${table}/${partition}/${md5}.csv`;

/** Where the manifests are. */
export const MANIFESTS = 'metadata/manifests/';

/** `sha256` of the manifest's bytes, in lower-case hexadecimal. */
export const manifestKey = (table: ArchivedTable, sha256: string): string =>
  `${MANIFESTS}${table}/${sha256}.json`;

/** Where the records of runs are. */
export const RUNS = 'metadata/runs/';

export const runKey = (runId: string): string => `${RUNS}${runId}.json`;

/** Where the lists for Athena are, of current objects by their `s3://` addresses, one per line. */
export const symlinkPrefix = (table: ArchivedTable): string => `athena/${table}/`;

/** The list of all current objects of a table. */
export const symlinkKey = (table: ArchivedTable): string => `${symlinkPrefix(table)}symlink.txt`;

/** The list of one partition of a table that is divided: its one object, or nothing when the partition is gone. */
export const partitionSymlinkKey = (table: ArchivedTable, partition: PartitionName): string =>
  `${symlinkPrefix(table)}${partition}/symlink.txt`;
