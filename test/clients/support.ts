import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startStack, type Stack } from '../../local/stack.ts';

export interface ClientStack extends Stack {
  /** The address that clients are configured with. */
  readonly endpoint: string;
}

/**
 * A whole stack on a free port, with the sample data and the machine's clock: clients compare the times in tokens and
 * signatures with their own.
 */
export async function startClientStack(): Promise<ClientStack> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'meetassist-clients-'));
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(dataDir, 0o755);
  const stack = await startStack({
    port: 0,
    dataDir,
    reset: false,
    durable: false,
    importFrom: path.join(import.meta.dirname, '../../samples/original'),
    log: () => {},
  });
  return {
    ...stack,
    endpoint: `${stack.url}graphql`,
    async stop() {
      await stack.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}
