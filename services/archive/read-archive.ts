import { createHash } from 'node:crypto';
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

function infoIn(body: Buffer): ArchiveInfo {
  const info = parsed<ArchiveInfo>(body, INFO_KEY);
  const bad = (what: string): RestoreRefused =>
    new RestoreRefused('BAD_DOCUMENT', what, { file: INFO_KEY });
  if (info.format_version !== 1) {
    throw new RestoreRefused(
      'NEWER_ARCHIVE',
      'the archive has another format than this version reads; use the version that wrote it',
      { file: INFO_KEY },
    );
  }
  if (!isObject(info.tables)) throw bad('it has no tables');
  if (!Number.isSafeInteger(info.schema_version)) throw bad('it has no schema version');
  if (typeof info.run_id !== 'string' || typeof info.database_id !== 'string') {
    throw bad('it does not say which run of which database wrote it');
  }
  if (info.zone !== undefined && typeof info.zone !== 'string') throw bad('its zone is no name');
  if (Number.isNaN(Date.parse(info.snapshot_at))) throw bad('it does not say of when it is');
  for (const table of Object.keys(info.tables)) {
    if (!archivedTables.some(known => known === table)) {
      throw new RestoreRefused(
        'UNKNOWN_NAME',
        `it names a table that this version does not have; only known tables are restored`,
        { file: INFO_KEY },
      );
    }
  }
  for (const table of archivedTables) {
    const entry: unknown = info.tables[table];
    if (!isObject(entry)) throw bad(`it says nothing of the table ${table}`);
    if (!isCount(entry['record_count'])) throw bad(`it does not say how many rows ${table} has`);
    const lastId = entry['last_id'] ?? null;
    if (lastId !== null && !isCount(lastId)) throw bad(`the last id of ${table} is no number`);
  }
  return info;
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

function parsed<Document>(body: Buffer, file: string): Document {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new RestoreRefused('BAD_DOCUMENT', 'it is no JSON', { file }, { cause });
  }
  if (!isObject(value)) throw new RestoreRefused('BAD_DOCUMENT', 'it is no object', { file });
  return value as Document;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
