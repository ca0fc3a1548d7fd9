import { type Credentials, type PostgresServer } from '../../local/postgres/server.ts';
import { prepareDatabase } from '../../services/db/bootstrap.ts';
import { roles } from '../../services/db/roles.ts';
import { withClient } from '../../services/db/with-client.ts';

export type Role = keyof typeof roles;

/** What tests need to know to make and reach databases. Plain data, for it travels to the test workers. */
export interface TestServer {
  readonly port: number;
  readonly template: string;
  readonly superuser: Credentials;
  readonly roles: Readonly<Record<Role, Credentials>>;
}

const TEMPLATE = 'meetassist_template';

/** Makes the roles and a migrated, empty database of which clones are made. */
export async function prepareTemplate({ port, superuser }: PostgresServer): Promise<TestServer> {
  const admin = { host: '127.0.0.1', port, ...superuser };
  const passwords = { owner: 'owner-in-tests', api: 'api-in-tests', archive: 'archive-in-tests' };
  await prepareDatabase({ admin, database: TEMPLATE, passwords, zone: 'Asia/Ho_Chi_Minh' });
  // A template in use cannot be cloned: nobody connects to it from here on.
  await withClient({ ...admin, database: 'postgres' }, client =>
    client.query(`alter database ${TEMPLATE} with allow_connections false is_template true`),
  );
  return {
    port,
    template: TEMPLATE,
    superuser,
    roles: {
      owner: { user: roles.owner, password: passwords.owner },
      api: { user: roles.api, password: passwords.api },
      archive: { user: roles.archive, password: passwords.archive },
    },
  };
}
