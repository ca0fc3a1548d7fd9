import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { withClient } from '../../services/db/with-client.ts';
import { type PostgresServer } from '../postgres/server.ts';
import { socketFile } from '../postgres/trusted-socket.ts';
import { type DatabaseKeys, refusalOf } from './token.ts';
import {
  askPassword,
  type Opening,
  readOpening,
  refuse,
  requests,
  startupParameters,
} from './wire.ts';

export interface RdsOptions {
  /** The server behind it, started with this trusted socket. */
  readonly postgres: Pick<PostgresServer, 'port' | 'superuser'>;
  readonly trustedSocket: string;
  /** PEM: the server's key and certificate, for {@link host}. */
  readonly certificate: { readonly key: string; readonly cert: string };
  /** Under which name clients reach it, and sign tokens for it: of this machine. */
  readonly host: string;
  /** 0 or absent: a free port. */
  readonly port?: number;
  readonly region: string;
  /** What IAM knows of an access key. */
  readonly keysOf: (accessKeyId: string) => DatabaseKeys | undefined;
  readonly clock: () => Date;
  /** Told of each token that was taken. */
  readonly onSignIn?: (user: string) => void;
  /** Told why a token was refused, which its client is not. */
  readonly log: (line: string) => void;
}

/** The front of an RDS instance with IAM authentication. */
export interface Rds {
  readonly host: string;
  readonly port: number;
  /** Hangs up on everybody. */
  close(): Promise<void>;
}

/**
 * Lets clients in as RDS does: by TLS alone; members of `rds_iam` with tokens, all others with the passwords that
 * PostgreSQL knows. Behind the door they speak to PostgreSQL itself.
 */
export async function startRds(options: RdsOptions): Promise<Rds> {
  const { host, certificate } = options;
  const secureContext = createSecureContext(certificate);
  const open = new Set<Duplex>();
  const server = createServer(socket => {
    watch(socket);
    void admit(socket).catch(() => socket.destroy());
  });

  function watch(stream: Duplex): void {
    open.add(stream);
    stream.on('error', () => stream.destroy()).on('close', () => open.delete(stream));
  }

  async function admit(socket: Socket): Promise<void> {
    socket.setNoDelay();
    for (;;) {
      const opening = await readOpening(socket);
      if (!opening) return void socket.destroy();
      if (opening.code === requests.ssl) break;
      if (opening.code === requests.gss) socket.write('N');
      else if (opening.code === requests.cancel) return forward(socket, opening, byNetwork());
      else return refuse(socket, '28000', withoutEncryption(opening));
    }
    socket.write('S');
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    watch(secure);
    const opening = await readOpening(secure);
    if (!opening) return void secure.destroy();
    if (opening.code !== requests.protocol3) return forward(secure, opening, byNetwork());
    const user = startupParameters(opening).get('user') ?? '';
    if (!(await isLetInByTokens(options, user))) return forward(secure, opening, byNetwork());
    const password = await askPassword(secure);
    const target = { host, port: portOf(), region: options.region, user };
    const refusal =
      password === undefined
        ? 'no password'
        : refusalOf(password, target, options.keysOf, options.clock());
    if (refusal === undefined) {
      options.onSignIn?.(user);
      return forward(secure, opening, byTrust());
    }
    options.log(`A token for ${user} was refused: ${refusal}.`);
    refuse(secure, '28000', `PAM authentication failed for user "${user}"`);
  }

  const byNetwork = (): Socket => connect(options.postgres.port, '127.0.0.1');
  const byTrust = (): Socket => connect(socketFile(options.trustedSocket, options.postgres.port));
  const portOf = (): number => (server.address() as AddressInfo).port;

  function forward(client: Duplex, { bytes }: Opening, behind: Socket): void {
    watch(behind);
    behind.setNoDelay().write(bytes);
    client.pipe(behind).pipe(client);
    client.on('close', () => behind.destroy());
    behind.on('close', () => client.destroy());
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, host, resolve);
  });
  return {
    host,
    port: portOf(),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const stream of open) stream.destroy();
      }),
  };
}

function withoutEncryption(opening: Opening): string {
  const parameters = startupParameters(opening);
  const [user, database] = [parameters.get('user'), parameters.get('database')];
  return `no pg_hba.conf entry for host "127.0.0.1", user "${user}", database "${database}", no encryption`;
}

/**
 * Members of `rds_iam`, also by other roles whose rights they may use. Whoever made a role is none for that: the right
 * to administer it is another.
 */
async function isLetInByTokens({ postgres }: RdsOptions, user: string): Promise<boolean> {
  const { port, superuser } = postgres;
  return withClient(
    { host: '127.0.0.1', port, database: 'postgres', ...superuser },
    async client => {
      const { rowCount } = await client.query(
        `select from pg_roles u, pg_roles i
        where u.rolname = $1 and not u.rolsuper and i.rolname = 'rds_iam'
          and (pg_has_role(u.oid, i.oid, 'usage') or pg_has_role(u.oid, i.oid, 'set'))`,
        [user],
      );
      return rowCount !== 0;
    },
  );
}
