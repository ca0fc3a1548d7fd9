import path from 'node:path';
import { bundleHandler } from '../build/bundle.ts';
import { apiFunction, archiveFunction, loaderFunction } from '../build/functions.ts';
import { type DataSource } from './appsync/data-source.ts';
import { type Connection, type Role } from './database.ts';
import { type AsyncInvocations, createAsyncInvocations } from './lambda/async-invocations.ts';
import { type LambdaFunction, startFunction } from './lambda/function.ts';

/** Those that reach the database. */
const functions = {
  api: apiFunction,
  archive: archiveFunction,
  loader: loaderFunction,
} as const;
type FunctionName = keyof typeof functions;

/** As which role each function reaches the database. */
const roleOf: Readonly<Record<FunctionName, Role>> = {
  api: 'api',
  archive: 'archive',
  loader: 'owner',
};

/** Where the bucket is, and with which keys it is reached. */
export interface BucketPlace {
  readonly url: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface BackendOptions {
  /** Folder with the bundled handlers. */
  readonly folder: string;
  readonly database: Readonly<Record<Role, Connection>>;
  readonly s3: BucketPlace;
  /** IANA name of the business zone. */
  readonly zone: string;
  readonly log: (line: string) => void;
}

/** The functions of the back end on this machine. */
export interface Backend {
  readonly dataSources: Readonly<Record<FunctionName | 'none', DataSource>>;
  /** Starts the first container of the function that answers most fields. */
  warm(): Promise<void>;
  /** Moves the functions' clocks to `ms` after the machine's. */
  setClockOffset(ms: number): void;
  /** Waits for what is under way, then ends every container. */
  close(): Promise<void>;
}

/** Writes the bundles of all functions into a folder. */
export async function bundleBackend(folder: string): Promise<void> {
  await Promise.all(
    Object.values(functions).map(({ entry, name }) => bundleHandler(entry, fileIn(folder, name))),
  );
}

/** Functions that are configured by their environment as they are when deployed. */
export function startBackend(options: BackendOptions): Backend {
  const started = Object.fromEntries(
    Object.keys(functions).map(name => [name, start(name as FunctionName, options)]),
  ) as Record<FunctionName, Started>;
  const all = Object.values(started);
  const source = ({ lambda, events }: Started): DataSource => ({
    kind: 'AWS_LAMBDA',
    invoke: lambda.invoke,
    enqueue: events.enqueue,
  });
  return {
    dataSources: {
      api: source(started.api),
      archive: source(started.archive),
      loader: source(started.loader),
      none: { kind: 'NONE' },
    },
    warm: () => started.api.lambda.warm(),
    setClockOffset(ms) {
      for (const { lambda } of all) lambda.setClockOffset(ms);
    },
    async close() {
      await Promise.all(all.map(({ events }) => events.close()));
      await Promise.all(all.map(({ lambda }) => lambda.close()));
    },
  };
}

interface Started {
  readonly lambda: LambdaFunction;
  readonly events: AsyncInvocations;
}

function start(key: FunctionName, { folder, database, s3, zone, log }: BackendOptions): Started {
  const { name, timeoutMs, memoryMb } = functions[key];
  const { host, port, database: databaseName, user, password } = database[roleOf[key]];
  const env = {
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_NAME: databaseName,
    DATABASE_USER: user,
    DATABASE_AUTH: 'password',
    DATABASE_PASSWORD: password,
    DATABASE_TLS: 'off',
    BUSINESS_ZONE: zone,
    ...(key !== 'api' && {
      ARCHIVE_BUCKET: s3.bucket,
      S3_ENDPOINT: s3.url,
      // In Lambda those of its role.
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    }),
  };
  const file = fileIn(folder, name);
  const lambda = startFunction({ name, file, env, timeoutMs, memoryMb, log });
  return { lambda, events: createAsyncInvocations({ invoke: lambda.invoke, log }) };
}

function fileIn(folder: string, name: string): string {
  return path.join(folder, `${name}.mjs`);
}
