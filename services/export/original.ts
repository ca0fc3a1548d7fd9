import { type ClientBase } from 'pg';
import { onClient } from '../db/connection.ts';
import { refuseUnloadedDays } from '../db/loaded-days.ts';
import { join, sql } from '../db/sql.ts';
import { type OriginalFileName, originalFileNames } from '../import/formats.ts';
import { type JobContext } from '../job/job.ts';
import { type Bucket } from '../s3/bucket.ts';
import { type Dialect, type FileStatement, originalStatements } from './original-statements.ts';
import { blocksOf, inSnapshot, type TextRow } from './snapshot.ts';
import { writeText, type Written } from './written.ts';

export interface OriginalFile extends Written {
  readonly file: OriginalFileName;
  /** Without the header. */
  readonly rows: number;
}

/**
 * Writes the seven files of the original format as the original itself would have: what it could hold, and what nobody
 * has changed since, comes back byte for byte. All are of one snapshot; a table without rows gives a header. Errors:
 * `Conflict/DAY_NOT_LOADED` in a database that does not hold every day.
 */
export async function exportOriginal(
  _input: Readonly<Record<string, never>>,
  {
    client,
    bucket,
    zone,
    jobId,
  }: Pick<JobContext, 'client' | 'zone' | 'jobId'> & { readonly bucket: Pick<Bucket, 'write'> },
): Promise<{ readonly files: readonly OriginalFile[] }> {
  return inSnapshot(client, zone, async () => {
    await refuseUnloadedDays(onClient(client));
    const statements = originalStatements(await dialectOf(client));
    const files: OriginalFile[] = [];
    for (const file of originalFileNames) {
      const counted = { rows: 0 };
      const lines = linesOf(client, statements[file], counted);
      const written = await writeText(bucket, `exports/${jobId}/original/${file}`, lines);
      files.push({ file, ...written, rows: counted.rows });
    }
    return { files };
  });
}

async function dialectOf(client: ClientBase): Promise<Dialect> {
  const { rows } = await client.query<Dialect>(`
    select coalesce((select bool_and(id ~ '^[1-9][0-9]{0,9}$') from customer), false) as "hasNumericCustomers",
           exists (select from consultant where image_url is not null) as "hasImages"`);
  return rows[0] ?? { hasNumericCustomers: false, hasImages: false };
}

async function* linesOf(
  client: ClientBase,
  { columns, rows }: FileStatement,
  counted: { rows: number },
): AsyncGenerator<string> {
  yield lineOf(columns.map(([header]) => header));
  const values = join(
    columns.map(([, text]) => text),
    ', ',
  );
  for await (const block of blocksOf(client, sql`select ${values} from ${rows}`)) {
    counted.rows += block.length;
    yield block.map(lineOf).join('');
  }
}

/** `,` between fields, CRLF at the end, quotes only where a field needs them. */
function lineOf(row: TextRow): string {
  return `${row.map(fieldOf).join(',')}\r\n`;
}

function fieldOf(text: string | null): string {
  if (text === null) return '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
