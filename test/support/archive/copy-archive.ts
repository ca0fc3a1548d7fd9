import { type ArchivedTable } from '../../../services/archive/layout.ts';
import { perTable } from '../../../services/archive/partitions.ts';
import { memoryArchive, type MemoryArchive } from './memory-archive.ts';

/** The same archive once more, to be damaged on its own. */
export function copyArchive({ tables, info }: MemoryArchive): MemoryArchive {
  const copied = perTable(table => ({
    columns: [...tables[table].columns],
    partitions: new Map(tables[table].partitions),
  }));
  return memoryArchive(copied, { ...info, last_ids: { ...info.last_ids } });
}

/** Changes the CSV of a partition, the first one when none is named, and everything that names it; gives its new key. */
export function rewrite(
  archive: MemoryArchive,
  table: ArchivedTable,
  change: (csv: string) => string,
  partition = firstOf(archive, table),
): string {
  const { partitions } = archive.tables[table];
  partitions.set(partition, change(partitions.get(partition) ?? ''));
  archive.seal();
  return archive.entry(table, partition).key;
}

export function firstOf(archive: MemoryArchive, table: ArchivedTable): string {
  const [first] = [...archive.tables[table].partitions.keys()].sort();
  if (first === undefined) throw new Error(`${table} has no partitions`);
  return first;
}
