import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type ArchiveInfo,
  type Manifest,
  type PartitionEntry,
} from '../../../services/archive/documents.ts';
import {
  type ArchivedTable,
  archivedTables,
  INFO_KEY,
  manifestKey,
  objectKey,
} from '../../../services/archive/layout.ts';
import { type ArchiveSource } from '../../../services/archive/read-archive.ts';

/** What one table's partitions hold: CSV with its header, by name. */
export type Partitions = Map<string, string>;

/** An archive in memory, to be damaged. Documents are written anew by {@link seal}, objects as they are given. */
export interface MemoryArchive extends ArchiveSource {
  readonly objects: Map<string, Buffer>;
  readonly tables: Record<ArchivedTable, { columns: string[]; partitions: Partitions }>;
  /** Beyond what follows from the tables. */
  readonly info: {
    -readonly [
      field in 'run_id' | 'database_id' | 'snapshot_at' | 'schema_version' | 'zone'
    ]: ArchiveInfo[field];
  } & { last_ids: Partial<Record<ArchivedTable, number | null>> };
  /** Writes objects, manifests and info from `tables` and `info`: what is wrong in them is wrong under good checksums. */
  seal(): void;
  entry(table: ArchivedTable, partition: string): PartitionEntry;
  /** How often each key was asked for. */
  readonly asked: Map<string, number>;
}

export function memoryArchive(
  tables: MemoryArchive['tables'],
  info: MemoryArchive['info'],
): MemoryArchive {
  const objects = new Map<string, Buffer>();
  const asked = new Map<string, number>();
  const read = (key: string): Buffer | undefined => {
    asked.set(key, (asked.get(key) ?? 0) + 1);
    return objects.get(key);
  };
  const archive: MemoryArchive = {
    name: 'the archive of this test',
    ...{ objects, asked, tables, info },
    async read(key) {
      const body = read(key);
      return body && { body };
    },
    async open(key) {
      const body = read(key);
      return body && { body: Readable.from(inPieces(body)) };
    },
    seal() {
      objects.clear();
      const manifests = archivedTables.map(table => {
        const manifest = manifestOf(table, archive.tables[table], objects);
        const body = Buffer.from(JSON.stringify(manifest));
        const sha256 = hash('sha256', body);
        objects.set(manifestKey(table, sha256), body);
        return { manifest, sha256 };
      });
      objects.set(INFO_KEY, Buffer.from(JSON.stringify(infoOf(archive.info, manifests))));
    },
    entry(table, partition) {
      const body = archive.tables[table].partitions.get(partition);
      if (body === undefined) throw new Error(`${table} has no ${partition}`);
      return entryOf(table, partition, Buffer.from(body));
    },
  };
  archive.seal();
  return archive;
}

/** Of odd sizes, so that rows, quotes and characters are cut anywhere. */
function* inPieces(body: Buffer): Generator<Buffer> {
  for (let at = 0, size = 1; at < body.length; at += size, size = (size * 7) % 4_099) {
    yield body.subarray(at, at + size);
  }
}

function manifestOf(
  table: ArchivedTable,
  { columns, partitions }: { columns: string[]; partitions: Partitions },
  objects: Map<string, Buffer>,
): Manifest {
  const entries = [...partitions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([partition, csv]) => {
      const body = Buffer.from(csv);
      const entry = entryOf(table, partition, body);
      objects.set(entry.key, body);
      return entry;
    });
  return { format_version: 1, table, columns, partitions: entries };
}

function entryOf(table: ArchivedTable, partition: string, body: Buffer): PartitionEntry {
  const md5 = hash('md5', body);
  const key = objectKey(table, partition, md5);
  return { partition, key, rows: rowsIn(body.toString()), bytes: body.length, md5 };
}

function rowsIn(csv: string): number {
  const outside = csv.split('"').filter((_, index) => index % 2 === 0);
  return outside.reduce((sum, text) => sum + text.split('\n').length - 1, 0) - 1;
}

function infoOf(
  { last_ids, ...info }: MemoryArchive['info'],
  manifests: readonly { manifest: Manifest; sha256: string }[],
): ArchiveInfo {
  const tables = manifests.map(({ manifest: { table, partitions }, sha256 }) => {
    const sum = (what: 'rows' | 'bytes') => partitions.reduce((all, each) => all + each[what], 0);
    return [
      table,
      {
        ...{ record_count: sum('rows'), bytes: sum('bytes'), partitions: partitions.length },
        ...{ status: 'SUCCEEDED', checksum: sha256, manifest: manifestKey(table, sha256) },
        ...{ last_archived: info.snapshot_at, last_changed: null, last_verified: null },
        ...{ last_upload_skipped: null, last_error: null, last_error_time: null },
        last_id: last_ids[table] ?? null,
      },
    ] as const;
  });
  return {
    format_version: 1,
    ...info,
    scope: { everything: true, days: [] },
    ...{ created_at: info.snapshot_at, last_updated: info.snapshot_at, last_full_archive: null },
    total_records: tables.reduce((sum, [, { record_count }]) => sum + record_count, 0),
    tables: Object.fromEntries(tables) as ArchiveInfo['tables'],
    archive_history: [],
    last_run: lastRun(info),
  };
}

function lastRun({
  run_id,
  snapshot_at,
}: Pick<ArchiveInfo, 'run_id' | 'snapshot_at'>): ArchiveInfo['last_run'] {
  return {
    format_version: 1,
    run_id,
    mode: 'FULL',
    trigger: 'ADMIN',
    actor: 'an admin',
    accept_shrink: false,
    outcome: 'SUCCEEDED',
    started_at: snapshot_at,
    finished_at: snapshot_at,
    snapshot_at,
    tables: {},
    suspicions: [],
    drifted_partitions: [],
    repaired: [],
    error: null,
    previous: null,
  };
}

function hash(algorithm: 'md5' | 'sha256', body: Buffer): string {
  return createHash(algorithm).update(body).digest('hex');
}
