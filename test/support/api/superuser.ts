import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SUPERUSER } from '../../../local/postgres/initdb.ts';
import { type Credentials } from '../../../local/postgres/server.ts';

/** How to connect to a stack's database as the one who may do everything. Nothing of the stack itself does. */
export function superuserOf(dataDir: string): Credentials {
  const file = path.join(dataDir, 'postgres/data/superuser-password');
  return { user: SUPERUSER, password: readFileSync(file, 'utf8') };
}
