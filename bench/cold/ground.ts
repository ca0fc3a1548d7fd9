import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openCertificate } from '../../local/certificate.ts';
import { openDatabase } from '../../local/database.ts';
import { discardPostgres } from '../../local/postgres/discard.ts';
import { startPostgres } from '../../local/postgres/server.ts';
import { makeMaster } from '../../local/rds/master.ts';
import { startRds } from '../../local/rds/server.ts';
import { iamToken } from '../../services/db/iam-token.ts';
import { leaveRoom, letInByTokens, roles } from '../../services/db/roles.ts';
import { withClient } from '../../services/db/with-client.ts';

type Env = Readonly<Record<string, string>>;
type Function = 'api' | 'archive' | 'loader' | 'schedule' | 'deployment';

/** Where functions are started: a database without rows, services that answer at once, and what each is asked first. */
export interface Ground {
  readonly folder: string;
  /** With passwords, TLS off. */
  readonly plain: Readonly<Record<Function | 'bare', Env>>;
  /** With tokens, TLS verified. */
  readonly tokens: { readonly api: Env; readonly bare: () => Env };
  readonly events: Readonly<Record<Function, unknown>>;
  close(): Promise<void>;
}

const ZONE = 'Asia/Ho_Chi_Minh';
const REGION = 'ap-southeast-1';
const HOST = '127.0.0.1';
const KEYS = {
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'ASIABENCH',
  AWS_SECRET_ACCESS_KEY: 'secret of the bench',
};
const identity = { sub: 'bench', username: 'bench', groups: ['admin'] };
const master = { username: 'master', password: 'of the bench' };

export async function openGround(): Promise<Ground> {
  const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-bench-cold-'));
  chmodSync(folder, 0o755);
  const [directory, secrets, trustedSocket] = ['postgres', 'secrets', 'socket'].map(name =>
    path.join(folder, name),
  ) as [string, string, string];
  mkdirSync(secrets);
  const postgres = await startPostgres({ directory, trustedSocket, durable: false });
  const database = await openDatabase(postgres, { secrets, zone: ZONE });
  const certificate = await openCertificate(secrets);
  const rds = await startRds({
    ...{ postgres, trustedSocket, certificate, host: HOST, region: REGION },
    keysOf: () => ({ secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY, users: Object.values(roles) }),
    clock: () => new Date(),
    log: line => console.error(line),
  });
  const superuser = { host: HOST, port: postgres.port, ...postgres.superuser };
  await withClient({ ...superuser, database: 'postgres' }, async client => {
    await makeMaster(client, master);
    await letInByTokens(client);
    await leaveRoom(client);
  });
  const services = await startServices();

  const place = (role: keyof typeof roles): Env => {
    const { host, port, database: name, user, password } = database[role];
    return {
      ...KEYS,
      DATABASE_HOST: host,
      DATABASE_PORT: String(port),
      DATABASE_NAME: name,
      DATABASE_USER: user,
      DATABASE_PASSWORD: password,
      DATABASE_AUTH: 'password',
      DATABASE_TLS: 'off',
      BUSINESS_ZONE: ZONE,
      ARCHIVE_BUCKET: 'bench',
      S3_ENDPOINT: services.url,
    };
  };
  const byToken = { ...place('api'), DATABASE_PORT: String(rds.port) };
  return {
    folder,
    plain: {
      bare: place('api'),
      api: place('api'),
      archive: place('archive'),
      loader: place('owner'),
      schedule: { ...KEYS, SCHEDULE_RULE: 'bench', EVENTS_ENDPOINT: services.url },
      deployment: { ...KEYS, MASTER_SECRET_ARN: 'bench', LOADER_FUNCTION: 'bench' },
    },
    tokens: {
      api: {
        ...byToken,
        DATABASE_AUTH: 'iam',
        DATABASE_TLS: 'verify',
        DATABASE_CA_FILE: certificate.file,
      },
      // Its token is made for it: signing is the function's own.
      bare: () => ({
        ...byToken,
        CA_FILE: certificate.file,
        DATABASE_PASSWORD: iamToken(
          { host: HOST, port: rds.port, user: roles.api, region: REGION },
          {
            accessKeyId: KEYS.AWS_ACCESS_KEY_ID,
            secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
            sessionToken: undefined,
          },
          new Date(),
        ),
      }),
    },
    events: {
      api: asked('Query.customers', {}, '{ totalCount items { id fullName } }'),
      archive: asked('Query.jobs', {}, '{ id status }'),
      // It finds the database prepared, and no archive in the bucket.
      loader: { initialise: { master } },
      schedule: asked('Query.archiveSchedule', {}, '{ enabled }'),
      deployment: {
        ...{ RequestType: 'Delete', ResponseURL: services.url },
        ...{ StackId: 'bench', RequestId: 'bench', LogicalResourceId: 'bench' },
      },
    },
    async close() {
      await Promise.all([rds.close(), services.close()]);
      await postgres.stop();
      await discardPostgres(directory, () => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function asked(operation: string, input: object, graphql: string): object {
  return { operation, input, identity, selection: { graphql } };
}

/** In the places of EventBridge, S3 and CloudFormation: a rule that is off, a bucket with nothing in it, thanks. */
async function startServices(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      if (request.headers['x-amz-target'] !== undefined) {
        const rule = { Name: 'bench', State: 'DISABLED', ScheduleExpression: 'rate(5 minutes)' };
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(rule));
      } else if (request.url?.includes('list-type=2')) {
        response.writeHead(200, { 'content-type': 'application/xml' });
        response.end('<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>');
      } else if (request.method === 'HEAD') {
        const isBucket = /^\/bench\/?(\?|$)/.test(request.url ?? '');
        response.writeHead(isBucket ? 200 : 404).end();
      } else if (request.method === 'GET') {
        response.writeHead(404, { 'content-type': 'application/xml' });
        response.end('<Error><Code>NoSuchKey</Code><Message>None.</Message></Error>');
      } else response.writeHead(200).end();
    });
  });
  await new Promise<void>(resolve => void server.listen(0, HOST, resolve));
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
