import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from 'pg';
import { isArchived } from '../archive/is-archived.ts';
import { restoreArchive } from '../archive/restore.ts';
import { bringUpToDate } from '../db/bootstrap.ts';
import { clientSettings } from '../db/client-settings.ts';
import { hasRows } from '../db/has-rows.ts';
import { type DatabaseConfig } from '../db/line.ts';
import { type Migration, MigrationError } from '../db/migrate.ts';
import { withOwnConnection } from '../db/own-connection.ts';
import { isOwned, prepareServer } from '../db/prepare-server.ts';
import { areReady } from '../db/roles.ts';
import { type Bucket } from '../s3/bucket.ts';
import { type Initialised, type InitialiseEvent } from './initialise-event.ts';
import { type LogValue, Notes } from '../telemetry/notes.ts';
import { isSignInRefused, toldAs } from './told.ts';

export interface InitialiseOptions {
  /** As the owner, who signs in with tokens of IAM. */
  readonly database: DatabaseConfig;
  readonly bucket: Bucket;
  readonly now: () => Date;
  /** IANA name of the business zone. */
  readonly zone: string;
  /** Left out: those of this version. */
  readonly migrations?: readonly Migration[];
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** How long a role of IAM that was made a moment ago may be unknown to the database. */
const ATTEMPTS = 12;
const PAUSE_MS = 5_000;

/**
 * Prepares the database of a deployment: users, migrations, zone and, when it has no rows, what the bucket's archive
 * holds. May be repeated, also by several at once: one does it, and the others find it done. What it finds it keeps;
 * there is no statement here that takes rows away. A database that is newer is left as it is. Errors:
 * `DeploymentFailed`; then rows, tables and migrations are as they were.
 */
export function createInitialise(
  options: InitialiseOptions,
): (event: InitialiseEvent, notes?: Notes) => Promise<Initialised> {
  const { database, pause = ms => sleep(ms) } = options;
  return async ({ initialise: { master } }, notes = new Notes()) => {
    notes.say({ job: 'INITIALISE' });
    if (!(await isPrepared(database))) {
      await toldAs('its users cannot be made', () =>
        prepareServer({
          admin: clientSettings({ ...database, user: master.username, password: master.password }),
          database: database.database,
          signIn: 'iam',
        }),
      );
    }
    for (let attempt = 1; ; attempt++) {
      try {
        const done = await withOwnConnection(database, client => prepare(client, options));
        notes.say(noted(done));
        return done;
      } catch (error) {
        if (attempt === ATTEMPTS || !isSignInRefused(error)) {
          return toldAs('its owner cannot sign in', () => Promise.reject(error));
        }
      }
      await pause(PAUSE_MS);
    }
  };
}

/** Then nobody needs the master user. The first time, the owner is not let in. */
async function isPrepared(database: DatabaseConfig): Promise<boolean> {
  try {
    return await withOwnConnection(
      database,
      async client => (await isOwned(client)) && (await areReady(client)),
    );
  } catch (error) {
    if (isSignInRefused(error)) return false;
    return toldAs('it cannot be reached', () => Promise.reject(error));
  }
}

/** For the line in the log. */
function noted({ applied, restored, newer }: Initialised): Readonly<Record<string, LogValue>> {
  return {
    applied: applied.length,
    ...(restored && { restoredRows: restored.rows, run: restored.runId }),
    ...(newer !== undefined && { newer }),
  };
}

async function prepare(client: Client, options: InitialiseOptions): Promise<Initialised> {
  const { zone, now, migrations, bucket } = options;
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    const applied = await bringUpToDate(client, { zone, migrations });
    const done = { applied: applied.map(({ name }) => name) };
    if (await hasRows(client)) return done;
    return await toldAs('the archive cannot be restored into it', async () => {
      if (!(await isArchived(bucket))) return done;
      const { runId, snapshotAt, rows } = await restoreArchive(client, bucket, {
        now: now(),
        zone,
      });
      return { ...done, restored: { runId, snapshotAt, rows } };
    });
  } catch (error) {
    if (error instanceof MigrationError && error.reason === 'NEWER') {
      return { applied: [], newer: error.migration };
    }
    return toldAs('it cannot be brought up to date', () => Promise.reject(error));
  }
}

const LOCK = 7_201_121;
