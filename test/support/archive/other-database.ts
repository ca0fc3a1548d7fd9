import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { prepareDatabase } from '../../../services/db/bootstrap.ts';
import { withClient } from '../../../services/db/with-client.ts';
import { type TestDatabase } from '../database.ts';

/**
 * A migrated, empty database of another kind: `locale` as in `create database`, and `settings` that every session
 * begins with. It goes when the server of the tests does.
 */
export async function otherDatabase(
  locale: string,
  settings: Readonly<Record<string, string>>,
): Promise<TestDatabase> {
  const { port, superuser, roles } = inject('postgres');
  const admin = { host: '127.0.0.1', port, ...superuser };
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient({ ...admin, database: 'postgres' }, async client => {
    await client.query(
      `create database ${name} template template0 encoding 'UTF8' ${locale} owner ${roles.owner.user}`,
    );
    for (const [setting, value] of Object.entries(settings)) {
      await client.query(`alter database ${name} set ${setting} = '${value}'`);
    }
  });
  const passwords = {
    owner: roles.owner.password,
    api: roles.api.password,
    archive: roles.archive.password,
  };
  await prepareDatabase({ admin, database: name, passwords, zone: 'Asia/Ho_Chi_Minh' });
  const connection: TestDatabase['connection'] = role => ({
    ...{ host: '127.0.0.1', port, database: name },
    ...roles[role],
  });
  const pool = (role: 'owner' | 'api' | 'archive'): pg.Pool => {
    const made = new pg.Pool({ ...connection(role), max: 2 });
    made.on('error', () => {});
    return made;
  };
  const pools = { owner: pool('owner'), api: pool('api'), archive: pool('archive') };
  return {
    ...pools,
    name,
    connection,
    url: () => {
      throw new Error('connect by connection()');
    },
    async drop() {
      await Promise.all(Object.values(pools).map(each => each.end()));
      await withClient({ ...admin, database: 'postgres' }, client =>
        client.query(`drop database ${name} with (force)`),
      );
    },
  };
}
