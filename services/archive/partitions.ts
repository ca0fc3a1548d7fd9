import { isCalendarDate } from '../shared/dates.ts';
import {
  type ArchivedTable,
  archivedTables,
  CUSTOMER_BUCKETS,
  type PartitionName,
  partitionings,
} from './layout.ts';

export const partitionOfDay = (date: string): PartitionName => `date=${date}`;

/** The day of a partition that holds one; undefined for any other. */
export function dayOfPartition(partition: PartitionName): string | undefined {
  return partition.startsWith('date=') ? partition.slice('date='.length) : undefined;
}

/** Whether a partition of the table can be called so. */
export function isPartitionOf(table: ArchivedTable, partition: string): boolean {
  switch (partitionings[table]) {
    case 'day':
      return isCalendarDate(dayOfPartition(partition) ?? '');
    case 'bucket':
      return /^bucket=\d\d$/.test(partition) && Number(partition.slice(-2)) < CUSTOMER_BUCKETS;
    case 'whole':
      return partition === 'all';
  }
}

export function perTable<T>(of: (table: ArchivedTable) => T): Record<ArchivedTable, T> {
  const made: Partial<Record<ArchivedTable, T>> = {};
  for (const table of archivedTables) made[table] = of(table);
  return made as Record<ArchivedTable, T>;
}
