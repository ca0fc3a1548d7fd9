import { type Bucket } from '../s3/bucket.ts';
import { type ArchiveInfo, type Suspicion } from './documents.ts';
import { type ArchivedTable, archivedTables } from './layout.ts';
import { committedRecord, hasManifests } from './trace-of-archive.ts';
import { type Tracking } from './tracking-store.ts';

/**
 * What is strange about the archive itself, before anything is read. A database that was copied or set back has the
 * identity of the one that it was, and not the runs that came afterwards: those may have archived what it has not.
 * Errors: `BucketError`.
 */
export async function suspicionsOfPlace(
  info: Pick<ArchiveInfo, 'run_id'> | undefined,
  tracking: Pick<Tracking, 'knownRuns' | 'wasArchived'>,
  bucket: Pick<Bucket, 'list' | 'read'>,
): Promise<Suspicion[]> {
  if (!info) return (await isMissing(tracking, bucket)) ? [of('ARCHIVE_MISSING')] : [];
  return tracking.knownRuns.includes(info.run_id) ? [] : [of('FOREIGN_ARCHIVE')];
}

/**
 * Whether there should be an archive where none is. A run that was killed in the midst of its commit is known here by
 * its announcement alone, and may have been committed; the bucket into which it would have been has its manifests.
 */
async function isMissing(
  { knownRuns, wasArchived }: Pick<Tracking, 'knownRuns' | 'wasArchived'>,
  bucket: Pick<Bucket, 'list' | 'read'>,
): Promise<boolean> {
  if (wasArchived) return true;
  if (knownRuns.length > 0 && !(await hasManifests(bucket))) return true;
  return (await committedRecord(bucket)) !== undefined;
}

/** Tables that fell to nothing, or by more than a fifth. A table that had no rows cannot shrink. */
export function suspicionsOfRows(
  before: Readonly<Record<ArchivedTable, number>>,
  now: Readonly<Record<ArchivedTable, number>>,
): Suspicion[] {
  return archivedTables.flatMap(table => {
    const [was, is] = [before[table], now[table]];
    if (was > 0 && is === 0) return [of('TABLE_EMPTIED', table, was, is)];
    if (is * 5 < was * 4) return [of('TABLE_SHRANK', table, was, is)];
    return [];
  });
}

/** A suspicion as a sentence. */
export function describe({ reason, table, rows_before, rows_now }: Suspicion): string {
  switch (reason) {
    case 'TABLE_EMPTIED':
      return `${table} had ${rows_before} rows and has none`;
    case 'TABLE_SHRANK':
      return `${table} fell from ${rows_before} to ${rows_now} rows`;
    case 'ARCHIVE_MISSING':
      return 'an archive was written before, from this database or into this bucket, and the bucket holds none';
    case 'FOREIGN_ARCHIVE':
      return 'the archive in the bucket was last written by a run that is not of this database';
  }
}

function of(
  reason: Suspicion['reason'],
  table: ArchivedTable | null = null,
  rows_before: number | null = null,
  rows_now: number | null = null,
): Suspicion {
  return { reason, table, rows_before, rows_now };
}
