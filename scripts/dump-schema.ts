import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dumpSchema } from '../local/postgres/dump.ts';
import { removeLocated } from '../local/postgres/location.ts';
import { startPostgres } from '../local/postgres/server.ts';
import { prepareDatabase } from '../services/db/bootstrap.ts';
import { withClient } from '../services/db/with-client.ts';

/** Writes services/db/schema.sql anew: migrates an empty database of its own and dumps what came of it. */
const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-schema-'));
const directory = path.join(folder, 'postgres');
const server = await startPostgres({ directory, durable: false });
try {
  const admin = { host: '127.0.0.1', port: server.port, ...server.superuser };
  const passwords = { owner: 'owner', api: 'api', archive: 'archive' };
  await prepareDatabase({ admin, database: 'schema', passwords, zone: 'Asia/Ho_Chi_Minh' });
  const text = await withClient({ ...admin, database: 'schema' }, dumpSchema);
  const file = path.join(import.meta.dirname, '../services/db/schema.sql');
  writeFileSync(file, text);
  console.log(`${path.relative(process.cwd(), file)}: ${text.split('\n').length} lines`);
} finally {
  await server.stop();
  removeLocated(directory);
  rmSync(folder, { recursive: true, force: true });
}
