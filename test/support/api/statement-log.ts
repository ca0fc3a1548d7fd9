import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Connection } from '../../../local/database.ts';
import { roles } from '../../../services/db/roles.ts';
import { withClient } from '../../../services/db/with-client.ts';
import { superuserOf } from './superuser.ts';

/** A statement as the database got it. */
export interface LoggedStatement {
  /** The name it was prepared under, without its number; null for one that was not prepared. */
  readonly name: string | null;
  readonly text: string;
}

/** The database's own log of what the API runs. */
export interface StatementLog {
  /** What the API ran since the last call. */
  take(): LoggedStatement[];
}

/**
 * Has the database of a stack log every statement of its functions, from their next connections on. Nothing of the stack knows
 * of it: what the API is traced with holds no texts.
 */
export async function openStatementLog(dataDir: string, owner: Connection): Promise<StatementLog> {
  const file = path.join(dataDir, 'postgres/server.log');
  await withClient({ ...owner, ...superuserOf(dataDir) }, async client => {
    for (const role of [roles.api, roles.archive]) {
      await client.query(`alter role ${role} set log_statement = 'all'`);
      await client.query(`alter role ${role} set log_parameter_max_length = 0`);
    }
    // Mutations start jobs here, and nobody does them: what that takes of the database is told elsewhere.
    await client.query(
      `revoke execute on function begin_job from ${roles.archive}, ${roles.owner}`,
    );
  });
  let position = statSync(file).size;
  return {
    take() {
      const log = readFileSync(file).subarray(position);
      position += log.length;
      return statementsIn(log.toString('utf8')).filter(({ name }) => name !== 'job.begin');
    },
  };
}

/** An entry begins with its time; the lines of a text that follow its first begin with a tab. */
function statementsIn(log: string): LoggedStatement[] {
  const entries = log.split(/\n(?!\t)/);
  return entries.flatMap(entry => {
    const [, prepared, text] =
      /LOG: {2}(?:statement|execute ([^:]+)): ([\s\S]*)$/.exec(entry) ?? [];
    if (text === undefined) return [];
    const known = prepared !== undefined && prepared !== '<unnamed>';
    const name = known ? prepared.replace(/\/\d+$/, '') : null;
    const lines = text.split('\n').map(line => line.replace(/^\t/, '').trimEnd());
    return [{ name, text: lines.join('\n').trimEnd() }];
  });
}
