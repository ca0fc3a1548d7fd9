import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { discardPostgres } from '../../local/postgres/discard.ts';
import { startPostgres } from '../../local/postgres/server.ts';
import { MASTER, makeMaster } from '../../local/rds/master.ts';
import { startRds } from '../../local/rds/server.ts';
import { clientSettings } from '../../services/db/client-settings.ts';
import { iamToken } from '../../services/db/iam-token.ts';
import { type DatabaseConfig } from '../../services/db/line.ts';
import { roles } from '../../services/db/roles.ts';
import { withClient } from '../../services/db/with-client.ts';
import { type TestDatabase } from './database.ts';

export type Role = keyof typeof roles;

export const REGION = 'ap-southeast-1';
export const certificates = path.join(import.meta.dirname, '../fixtures/tls');
/** The authority of the server's certificate. */
export const authorities = path.join(certificates, 'ca.pem');

/** Of whom IAM knows; each may sign in as one database user. */
export const keysOf = (role: Role) => ({
  accessKeyId: `ASIA${role.toUpperCase()}`,
  secretAccessKey: `secret of ${role}`,
  sessionToken: `session/of+${role}==`,
});

/** A server of its own that is as RDS hands one out: a master user who is no superuser, and the role `rds_iam`. */
export interface TestRds {
  readonly host: string;
  readonly port: number;
  readonly master: { readonly username: string; readonly password: string };
  /** As a function with this role would be configured. */
  config(role: Role, database: string, now?: () => Date): DatabaseConfig;
  /** As the superuser whom nobody has at RDS. */
  asSuperuser<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** A name that no database has yet. */
  newName(): string;
  /** Pools over a database that has been prepared, for what asks for a database of a test. */
  pools(database: string): TestDatabase;
  /** The users whose tokens were taken, since the last call. */
  signIns(): string[];
  /** Why tokens were refused, since the last call. */
  refusals(): string[];
  stop(): Promise<void>;
}

export async function startTestRds(clock: () => Date = () => new Date()): Promise<TestRds> {
  const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-test-rds-'));
  chmodSync(folder, 0o755);
  const directory = path.join(folder, 'postgres');
  const trustedSocket = path.join(folder, 'socket');
  const postgres = await startPostgres({ directory, trustedSocket, durable: false });
  const { port, superuser } = postgres;
  const asSuperuser: TestRds['asSuperuser'] = (database, work) =>
    withClient({ host: '127.0.0.1', port, database, ...superuser }, work);
  const master = { username: MASTER, password: 'a "secret\' of $the$ master\\' };
  await asSuperuser('postgres', client => makeMaster(client, master));
  let refused: string[] = [];
  let signedIn: string[] = [];
  const front = await startRds({
    ...{ postgres, trustedSocket, region: REGION, clock, host: '127.0.0.1' },
    certificate: {
      key: readFileSync(path.join(certificates, 'server.key'), 'utf8'),
      cert: readFileSync(path.join(certificates, 'server.pem'), 'utf8'),
    },
    keysOf(accessKeyId) {
      const role = (Object.keys(roles) as Role[]).find(
        each => keysOf(each).accessKeyId === accessKeyId,
      );
      return role && { ...keysOf(role), users: [roles[role]] };
    },
    onSignIn: user => void signedIn.push(user),
    log: line => void refused.push(line),
  });
  const { host } = front;
  const result: TestRds = {
    ...{ host, port: front.port, master, asSuperuser },
    config(role, database, now = clock) {
      const place = { host, port: front.port, user: roles[role] };
      return {
        ...place,
        database,
        password: async () => iamToken({ ...place, region: REGION }, keysOf(role), now()),
        tls: { ca: readFileSync(authorities, 'utf8') },
        statementTimeoutMs: 20_000,
        zone: 'Asia/Ho_Chi_Minh',
        applicationName: `test-${role}`,
      };
    },
    pools: database => poolsOver(database, role => result.config(role, database)),
    newName: () => `rds_${randomBytes(6).toString('hex')}`,
    signIns() {
      const those = signedIn;
      signedIn = [];
      return those;
    },
    refusals() {
      const those = refused;
      refused = [];
      return those;
    },
    async stop() {
      await front.close();
      await postgres.stop();
      await discardPostgres(directory, () => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return result;
}

function poolsOver(name: string, config: (role: Role) => DatabaseConfig): TestDatabase {
  const pool = (role: Role): pg.Pool => {
    const made = new pg.Pool({ ...clientSettings(config(role)), max: 2 });
    made.on('error', () => {});
    return made;
  };
  const pools = { owner: pool('owner'), api: pool('api'), archive: pool('archive') };
  const unknown = (): never => {
    throw new Error('there is no password; connect by the configuration');
  };
  return {
    ...{ ...pools, name, connection: unknown, url: unknown },
    drop: async () => void (await Promise.all(Object.values(pools).map(each => each.end()))),
  };
}
