import { type Bucket } from '../s3/bucket.ts';
import { sha256 } from './canonical-json.ts';
import { infoIn, isObject } from './checked-documents.ts';
import { type ArchiveInfo, type Manifest, type RunRecord } from './documents.ts';
import { type ArchivedTable, INFO_KEY, runKey } from './layout.ts';
import { RestoreRefused } from './restore-refused.ts';
import { RunImpossible } from './run-error.ts';

/**
 * The current state of the archive; undefined when there is none yet. Errors: `BucketError`; {@link RunImpossible} when
 * the document is none, or is of a later version.
 */
export async function readInfo(
  bucket: Pick<Bucket, 'read'>,
): Promise<{ info: ArchiveInfo; etag: string } | undefined> {
  const stored = await bucket.read(INFO_KEY);
  if (!stored) return undefined;
  return { info: stateIn(stored.body), etag: stored.etag };
}

function stateIn(body: Buffer): ArchiveInfo {
  try {
    const info = infoIn(body);
    if (Array.isArray(info.archive_history) && isObject(info.last_run)) return info;
  } catch (cause) {
    if (!(cause instanceof RestoreRefused)) throw cause;
    throw new RunImpossible(cause.message, { cause });
  }
  throw new RunImpossible(`${INFO_KEY}: it does not tell of the runs`);
}

/** The record of a run; undefined when there is none of that id. */
export async function readRun(
  bucket: Pick<Bucket, 'read'>,
  runId: string,
): Promise<RunRecord | undefined> {
  const stored = await bucket.read(runKey(runId));
  if (stored) return JSON.parse(stored.body.toString('utf8')) as RunRecord;
  // Between the commit of a run and its record there is a moment, which may be long when the run is stopped in it.
  const last = (await readInfo(bucket))?.info.last_run;
  return last?.run_id === runId ? last : undefined;
}

/** The manifest of a table; undefined when it is not there, or its bytes are not those that were committed. */
export async function readManifest(
  bucket: Pick<Bucket, 'read'>,
  info: ArchiveInfo,
  table: ArchivedTable,
): Promise<Manifest | undefined> {
  const { manifest, checksum } = info.tables[table];
  const stored = await bucket.read(manifest);
  if (!stored || sha256(stored.body) !== checksum) return undefined;
  return JSON.parse(stored.body.toString('utf8')) as Manifest;
}
