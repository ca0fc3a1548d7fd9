import { type ClientBase, DatabaseError } from 'pg';
import { copyCsv } from '../db/copy-from.ts';
import { type PartitionEntry } from './documents.ts';
import { type ArchivedTable } from './layout.ts';
import { advance, atStart, checkedRows } from './object-check.ts';
import { objectsAhead } from './objects-ahead.ts';
import { type Archive } from './read-archive.ts';
import { type Place, RestoreRefused } from './restore-refused.ts';

/** For the transaction: values are written in one way everywhere, and read so whatever the server's defaults are. */
export const LOAD_SETTINGS = `
  set local timezone = 'UTC';
  set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres';
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0;
  set local work_mem = '64MB'`;

/**
 * Copies objects of a table into it, all through one statement, their bytes as they are. Columns that the objects do
 * not have get their defaults. Gives the number of rows. Errors: {@link RestoreRefused} with the place; what reading
 * the objects throws.
 */
export async function loadTable(
  client: ClientBase,
  { source, manifests }: Archive,
  table: ArchivedTable,
  entries: readonly PartitionEntry[],
): Promise<number> {
  if (entries.length === 0) return 0;
  const manifest = manifests[table];
  const sent: SentObject[] = [];
  let lines = 0;
  async function* rows(): AsyncGenerator<Buffer> {
    for await (const { entry, body } of objectsAhead(source, table, entries)) {
      const at = atStart();
      sent.push({ entry, linesBefore: lines });
      yield* checkedRows(manifest, entry, body, at);
      lines += at.lines;
    }
  }
  try {
    return await copyCsv(client, table, manifest.columns, rows());
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    throw await asRefused(error, table, {
      sent,
      headerOf: `${manifest.columns.join(',')}\n`.length,
      open: key => source.open(key).then(stored => stored?.body),
    });
  }
}

interface SentObject {
  readonly entry: PartitionEntry;
  /** How many lines of text went through the statement before its first. */
  readonly linesBefore: number;
}

interface Sent {
  readonly sent: readonly SentObject[];
  readonly headerOf: number;
  readonly open: (key: string) => Promise<AsyncIterable<Buffer> | undefined>;
}

/** PostgreSQL's own words may hold values, so only what they say of place and rule is used. */
async function asRefused(error: DatabaseError, table: ArchivedTable, sent: Sent): Promise<Error> {
  const ofRow = error.code?.startsWith('22') === true || error.code?.startsWith('23') === true;
  if (!ofRow) return error;
  const place = await placeOf(error, table, sent);
  if (error.constraint !== undefined) {
    const rule = error.constraint.replaceAll('_', ' ');
    const what = `the row breaks the rule “${rule}” of the database`;
    return new RestoreRefused('RULE_BROKEN', what, place, { cause: error });
  }
  const column = place.column ?? error.column;
  return new RestoreRefused(
    'BAD_VALUE',
    error.code === '23502' ? 'a value is missing' : 'the value is none that can be stored there',
    { ...place, ...(column !== undefined && { column }) },
    { cause: error },
  );
}

async function placeOf(
  error: DatabaseError,
  table: ArchivedTable,
  { sent, headerOf, open }: Sent,
): Promise<Place> {
  const [, text, column] =
    /^COPY [^\n]*?, line (\d+)(?:, column ([a-z_][a-z0-9_]*))?/m.exec(error.where ?? '') ?? [];
  const line = Number(text);
  const object = sent.findLast(({ linesBefore }) => linesBefore < line);
  if (!object) return { table };
  const { key } = object.entry;
  const at = atStart();
  let skip = headerOf;
  for await (const chunk of (await open(key)) ?? []) {
    const rows = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - rows.length;
    advance(at, rows, line - object.linesBefore);
    if (at.lines === line - object.linesBefore) break;
  }
  return { table, file: key, row: at.rows, ...(column !== undefined && { column }) };
}
