import { createHash } from 'node:crypto';
import { infoIn, isCount, isObject, parsed } from './checked-documents.ts';
import { type ArchiveInfo, type Manifest, type PartitionEntry } from './documents.ts';
import { type ArchivedTable, archivedTables, INFO_KEY, manifestKey, objectKey } from './layout.ts';
import { isPartitionOf, perTable } from './partitions.ts';
import { RestoreRefused } from './restore-refused.ts';

/** What reading an archive needs of a `Bucket`; a folder can be one. Undefined is "not there", and nothing else is. */
export interface ArchiveSource {
  readonly name: string;
  read(key: string): Promise<{ readonly body: Buffer } | undefined>;
  open(key: string): Promise<{ readonly body: AsyncIterable<Buffer> } | undefined>;
}

/** The documents of an archive: one state of it, for the manifests are never changed. */
export interface Archive {
  readonly source: ArchiveSource;
  readonly info: ArchiveInfo;
  readonly manifests: Readonly<Record<ArchivedTable, Manifest>>;
}

/**
 * Reads what an archive holds, and believes nothing: every document is of a known format, has the checksum by which it
 * is known, and names only tables, partitions and objects that can be. Errors: {@link RestoreRefused}; what reading
 * the source throws.
 */
export async function readArchive(source: ArchiveSource): Promise<Archive> {
  const stored = await source.read(INFO_KEY);
  if (!stored) {
    throw new RestoreRefused(
      'NO_ARCHIVE',
      `there is no archive in ${source.name}; nothing is restored from nothing`,
    );
  }
  const info = infoIn(stored.body);
  const read = await Promise.all(archivedTables.map(table => readManifest(source, table, info)));
  const manifests = new Map(read.map(manifest => [manifest.table, manifest]));
  const manifestOf = (table: ArchivedTable): Manifest => {
    const manifest = manifests.get(table);
    if (!manifest) throw new Error(`the manifest of ${table} was not read`);
    return manifest;
  };
  return { source, info, manifests: perTable(manifestOf) };
}

async function readManifest(
  source: ArchiveSource,
  table: ArchivedTable,
  info: ArchiveInfo,
): Promise<Manifest> {
  const { manifest: file, checksum, record_count } = info.tables[table];
  if (file !== manifestKey(table, checksum)) {
    throw new RestoreRefused(
      'BAD_DOCUMENT',
      `the manifest of ${table} is not called by its checksum`,
      { file: INFO_KEY },
    );
  }
  const stored = await source.read(file);
  if (!stored) throw new RestoreRefused('OBJECT_MISSING', 'it is not there', { table, file });
  if (createHash('sha256').update(stored.body).digest('hex') !== checksum) {
    throw new RestoreRefused('OBJECT_DAMAGED', 'its checksum is another', { table, file });
  }
  const manifest = parsed<Manifest>(stored.body, file);
  const fault = faultOf(manifest, table, record_count);
  if (fault !== undefined) throw new RestoreRefused('BAD_DOCUMENT', fault, { table, file });
  return manifest;
}

function faultOf(manifest: Manifest, table: ArchivedTable, rows: number): string | undefined {
  if (manifest.format_version !== 1) return 'it has another format than this version reads';
  if (manifest.table !== table) return `it is not that of ${table}`;
  const { columns, partitions } = manifest;
  if (!Array.isArray(columns) || columns.length === 0) return 'it names no columns';
  if (new Set(columns).size !== columns.length) return 'it names a column twice';
  if (!Array.isArray(partitions)) return 'it names no partitions';
  if (!partitions.every(entry => isEntryOf(table, entry))) {
    return `it names what cannot be an object of ${table}`;
  }
  if (new Set(partitions.map(entry => entry.partition)).size !== partitions.length) {
    return 'it names a partition twice';
  }
  if (partitions.reduce((sum, entry) => sum + entry.rows, 0) !== rows) {
    return `it has another number of rows than ${INFO_KEY} says`;
  }
  return undefined;
}

/** Keys are compared with what they must be, so that no other object can be read by way of a manifest. */
function isEntryOf(table: ArchivedTable, entry: PartitionEntry): boolean {
  return (
    isObject(entry) &&
    typeof entry.partition === 'string' &&
    isPartitionOf(table, entry.partition) &&
    /^[0-9a-f]{32}$/.test(entry.md5) &&
    entry.key === objectKey(table, entry.partition, entry.md5) &&
    isCount(entry.rows) &&
    isCount(entry.bytes)
  );
}
