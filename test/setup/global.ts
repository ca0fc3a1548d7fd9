import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestProject } from 'vitest/node';
import { removeLocated } from '../../local/postgres/location.ts';
import { startPostgres } from '../../local/postgres/server.ts';
import { prepareTemplate, type TestServer } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: TestServer;
  }
}

/** One PostgreSQL for the whole run, with a migrated template in it that `test/support/database.ts` clones. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-test-'));
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(folder, 0o755);
  const directory = path.join(folder, 'postgres');
  const server = await startPostgres({ directory, durable: false });
  const cleanUp = async (): Promise<void> => {
    await server.stop();
    removeLocated(directory);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    provide('postgres', await prepareTemplate(server));
  } catch (cause) {
    await cleanUp();
    throw cause;
  }
  return cleanUp;
}
