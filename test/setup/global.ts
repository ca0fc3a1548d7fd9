import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestProject } from 'vitest/node';
import { discardPostgres } from '../../local/postgres/discard.ts';
import { startPostgres } from '../../local/postgres/server.ts';
import { lockHolder } from '../../local/process-lock.ts';
import { RUN_FOLDER, sharedFolder } from './run-folder.ts';
import { prepareTemplate, type TestServer } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: TestServer;
  }
}

const PREFIX = 'meetassist-test-';

/**
 * One PostgreSQL for the whole run, with a migrated template in it that `test/support/database.ts` clones; and a place for
 * what tests of deployments build once and share.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const folder = mkdtempSync(path.join(tmpdir(), PREFIX));
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(folder, 0o755);
  process.env[RUN_FOLDER] = folder;
  // Sources have changed since.
  project.onTestsRerun(() => rmSync(sharedFolder(folder), { recursive: true, force: true }));
  const directory = path.join(folder, 'postgres');
  const server = await startPostgres({ directory, durable: false });
  const cleanUp = async (): Promise<void> => {
    await server.stop();
    await discardPostgres(directory, () => {});
    delete process.env[RUN_FOLDER];
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    project.provide('postgres', await prepareTemplate(server));
  } catch (cause) {
    await cleanUp();
    throw cause;
  }
  return cleanUp;
}

/** Runs that were killed could not tidy up: what they left, and what still runs of it, goes with the next run. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter(each => each.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    const directory = path.join(folder, 'postgres');
    const lock = path.join(directory, 'server.lock');
    if (!existsSync(lock) || lockHolder(lock) !== undefined) continue;
    if (statSync(folder).uid !== process.getuid?.()) continue;
    await discardPostgres(directory, () => {});
    rmSync(folder, { recursive: true, force: true });
  }
}
