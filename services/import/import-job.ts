import { type Bucket } from '../s3/bucket.ts';
import { type JobContext, JobRefused } from '../job/job.ts';
import { officeTime } from '../shared/clock.ts';
import { invalidInput } from '../shared/errors.ts';
import { type OriginalFileName } from './formats.ts';
import { importOriginal } from './import-original.ts';
import { type ByteSource, type OriginalFiles } from './original-files.ts';
import { ImportRefused, type ImportReport } from './report.ts';

export interface ImportInput {
  /** Which object of the bucket is which file; all below `data/`, where people put them. */
  readonly files: readonly { readonly file: OriginalFileName; readonly key: string }[];
  readonly dryRun: boolean;
  readonly fixPhones: boolean;
}

/** Where people's files are; nothing else of the bucket is ever imported. */
const UPLOADS = 'data/';

/**
 * Refuses an import that cannot begin. Errors: `InvalidInput` with `EMPTY_LIST`, `DUPLICATE` when a file is named twice,
 * `BAD_KEY` for an object that is not below `data/`.
 */
export function checkImport({ files }: Pick<ImportInput, 'files'>): void {
  if (files.length === 0) {
    throw invalidInput('EMPTY_LIST', 'no file is named; name at least one', { field: 'files' });
  }
  const seen = new Set<OriginalFileName>();
  for (const { file, key } of files) {
    if (seen.has(file)) {
      const message = `${file} is named twice; leave one of them out`;
      throw invalidInput('DUPLICATE', message, { field: 'files' });
    }
    seen.add(file);
    if (!key.startsWith(UPLOADS) || key.split('/').includes('..')) {
      const message = `the key of ${file} is not below ${UPLOADS}; upload the file there`;
      throw invalidInput('BAD_KEY', message, { field: 'files' });
    }
  }
}

/**
 * Imports files of the bucket, as they stream, into the database: everything or nothing, and nothing by a dry run.
 * Errors: those of {@link checkImport}; `JobRefused` with the report when rows or files cannot be taken, and without one
 * when an object is not there; `BucketError`, and then nothing was changed either.
 */
export async function importOriginalFromBucket(
  input: ImportInput,
  { client, bucket, zone, now }: Pick<JobContext, 'client' | 'bucket' | 'zone' | 'now'>,
): Promise<ImportReport> {
  checkImport(input);
  for (const { file, key } of input.files) {
    if ((await bucket.head(key)) === undefined) throw absent(file);
  }
  const { instant } = officeTime(now(), zone);
  await client.query(`select set_config('meetassist.now', $1, false)`, [instant]);
  const { dryRun, fixPhones } = input;
  try {
    const files = sourcesOf(input, bucket);
    return await importOriginal(client, files, { zone, dryRun, fixPhones });
  } catch (cause) {
    if (!(cause instanceof ImportRefused)) throw cause;
    const { report } = cause;
    const message = `nothing was imported: ${report.rejectionCount} rejections; the report lists them`;
    throw new JobRefused(message, report, { cause });
  }
}

function sourcesOf({ files }: ImportInput, bucket: Bucket): OriginalFiles {
  return Object.fromEntries(
    files.map(({ file, key }): [OriginalFileName, ByteSource] => [
      file,
      async function* () {
        const object = await bucket.open(key);
        if (!object) throw absent(file);
        yield* object.body as AsyncIterable<Buffer>;
      },
    ]),
  );
}

function absent(file: OriginalFileName): JobRefused {
  return new JobRefused(`${file} is not in the bucket under its key; upload it first`, null);
}
