import { type ClientBase } from 'pg';
import { type ArchiveInfo } from './documents.ts';
import { INFO_KEY } from './layout.ts';
import { type Archive } from './read-archive.ts';
import { RestoreRefused } from './restore-refused.ts';

/**
 * Whether this database divides its records into the days by which they are archived; undefined where the archive does
 * not say in which zone these days were.
 */
export async function hasDaysOf(
  client: ClientBase,
  { zone }: Pick<ArchiveInfo, 'zone'>,
): Promise<boolean | undefined> {
  if (zone === undefined) return undefined;
  const { rowCount } = await client.query('select from office where zone = $1', [zone]);
  return rowCount !== 0;
}

/** Some days of records can only come back where a day is the same. Errors: {@link RestoreRefused}. */
export async function requireDaysOf(client: ClientBase, { info }: Archive): Promise<void> {
  if ((await hasDaysOf(client, info)) !== false) return;
  const what = `its days are those of ${info.zone}, and this database has another zone; restore everything, or set that zone`;
  throw new RestoreRefused('OTHER_ZONE', what, { file: INFO_KEY });
}
