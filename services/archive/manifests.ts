import { archivedColumns } from './columns.ts';
import { type Manifest, type PartitionEntry } from './documents.ts';
import { type ArchivedTable, objectKey } from './layout.ts';
import { type PartitionContent } from './read-partitions.ts';

/** Fields in the order of their names, as they are written (canonical-json.ts); so are a manifest's. */
export function entryOf(
  table: ArchivedTable,
  { partition, rows, bytes, md5 }: PartitionContent,
): PartitionEntry {
  return { bytes, key: objectKey(table, partition, md5), md5, partition, rows };
}

/** Partitions in any order. */
export function manifestOf(table: ArchivedTable, entries: Iterable<PartitionEntry>): Manifest {
  return {
    columns: archivedColumns[table],
    format_version: 1,
    partitions: [...entries].sort((a, b) => (a.partition < b.partition ? -1 : 1)),
    table,
  };
}

export interface Extent {
  readonly rows: number;
  readonly partitions: number;
  readonly bytes: number;
}

export function extentOf({ partitions }: Manifest): Extent {
  return {
    rows: partitions.reduce((sum, entry) => sum + entry.rows, 0),
    partitions: partitions.length,
    bytes: partitions.reduce((sum, entry) => sum + entry.bytes, 0),
  };
}
