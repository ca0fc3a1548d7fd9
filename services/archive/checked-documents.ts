import { type ArchiveInfo } from './documents.ts';
import { archivedTables, INFO_KEY } from './layout.ts';
import { RestoreRefused } from './restore-refused.ts';

/**
 * The state that these bytes describe: of a known format, and of the tables that this version has. Errors:
 * {@link RestoreRefused}.
 */
export function infoIn(body: Buffer): ArchiveInfo {
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

/** A document as it is called, unless it is none. Errors: {@link RestoreRefused}. */
export function parsed<Document>(body: Buffer, file: string): Document {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new RestoreRefused('BAD_DOCUMENT', 'it is no JSON', { file }, { cause });
  }
  if (!isObject(value)) throw new RestoreRefused('BAD_DOCUMENT', 'it is no object', { file });
  return value as Document;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
