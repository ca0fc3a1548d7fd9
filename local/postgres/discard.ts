import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { removeLocated } from './location.ts';
import { recover } from './postmaster.ts';

/** Removes everything of the server in `directory`; one that an earlier run left running there is stopped first. */
export async function discardPostgres(
  directory: string,
  log: (line: string) => void,
): Promise<void> {
  if (existsSync(directory)) await recover(path.join(realpathSync(directory), 'data'), log);
  removeLocated(directory);
}
