import { createAppSyncApi, type AppSyncApi } from './appsync/api.ts';
import { createGraphqlHandler } from './appsync/http.ts';
import { traceLine } from './appsync/trace.ts';
import { readAssembly } from './assembly/assembly.ts';
import { fromTemplates } from './assembly/from-templates.ts';
import { type BucketPlace } from './backend.ts';
import { openCertificate } from './certificate.ts';
import { createClock } from './clock.ts';
import { createClosers, type Closers } from './closers.ts';
import { openDataDirectory } from './data-directory.ts';
import { type Connection, type Role } from './database.ts';
import { objectCreated } from './events/object-created.ts';
import { startEvents } from './events/start.ts';
import { fillDatabase } from './fill.ts';
import { fromSources } from './from-sources.ts';
import { graphiqlRoutes } from './graphiql/routes.ts';
import { listen } from './http-server.ts';
import { createAuthenticate } from './identity/authenticate.ts';
import { type Persona } from './identity/personas.ts';
import { userPoolRoutes } from './identity/sign-in/routes.ts';
import { openSignIn } from './identity/sign-in/sign-in.ts';
import { LOCAL_CREDENTIALS } from './identity/sigv4.ts';
import { openUserPool } from './identity/user-pool.ts';
import { localRoutes } from './local-routes.ts';
import { type Options } from './options.ts';
import { keepPostgresRunning } from './postgres/keep-running.ts';
import { createRealtime } from './realtime/server.ts';
import { route } from './route.ts';
import { openLocalS3 } from './s3/server.ts';
import { together } from './together.ts';

export interface StackOptions extends Options {
  /** IANA name of the business zone. Default `Asia/Ho_Chi_Minh`. */
  readonly zone?: string;
  /** False: nobody can ask for the schema, as with the service's `introspectionConfig: DISABLED`. Default true. */
  readonly introspection?: boolean;
  /** False: the database forces nothing to disk, for tests. Default true. */
  readonly durable?: boolean;
  /** Told in lines what the stack does while it starts, what is out of the ordinary, and each operation. */
  readonly log: (line: string) => void;
  /** Aborted, it ends the stack, also one that is still starting. */
  readonly signal?: AbortSignal;
}

export interface Stack {
  /** `http://127.0.0.1:<port>/`, or `https` with `tls`. */
  readonly url: string;
  /** With `tls`, the file that clients shall trust. */
  readonly certificate: string | null;
  readonly database: Readonly<Record<Role, Connection>>;
  /** The S3 server, the bucket that the stack has there, and the keys that open it. */
  readonly s3: BucketPlace;
  /** Where EventBridge is, for the `endpoint` of the AWS SDK. */
  readonly eventsUrl: string;
  readonly api: AppSyncApi;
  /** An access token of the local user pool. */
  token(persona: Persona): Promise<string>;
  /** Sets the time of everything in the stack but the database server; without an instant, to the machine's. */
  setClock(at?: Date): void;
  /** Resolves when nothing of it runs any more. May be called again. */
  stop(): Promise<void>;
  /** Resolves when the stack has ended, by {@link stop} or by the signal. */
  readonly ended: Promise<void>;
}

/**
 * Starts everything, and resolves when it answers. Throws `CannotStart` with a sentence when it cannot, leaving
 * nothing running.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { signal, log } = options;
  const closers = createClosers();
  const ended = Promise.withResolvers<void>();
  const stop = async (): Promise<void> => {
    try {
      await closers.closeAll();
    } finally {
      ended.resolve();
    }
  };
  const onAbort = (): void => void stop().catch((cause: unknown) => log(String(cause)));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    signal?.throwIfAborted();
    const opened = await open(options, closers);
    signal?.throwIfAborted();
    return { ...opened, stop, ended: ended.promise };
  } catch (cause) {
    await stop();
    signal?.throwIfAborted();
    throw cause;
  }
}

async function open(
  options: StackOptions,
  closers: Closers,
): Promise<Omit<Stack, 'stop' | 'ended'>> {
  const { dataDir, reset, durable = true, tls = false, introspection = true, log } = options;
  const blueprint =
    options.from === undefined
      ? fromSources({ zone: options.zone ?? 'Asia/Ho_Chi_Minh', introspection })
      : fromTemplates(readAssembly(options.from), closers);
  const { zone, bucket, keys, rules, rulePrefix, trustedSocket } = blueprint;
  const http = await listen(options.port, { tls });
  closers.add(() => http.close());
  const directory = await openDataDirectory(dataDir, { reset, log });
  closers.add(() => directory.release());

  const certificate = tls ? await openCertificate(directory.secrets) : null;
  if (certificate) http.present(certificate);

  const clock = createClock(options.now);
  const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${http.port}`;
  const events = await startEvents({
    ...{ bucket, rules, rulePrefix, keys },
    directory: directory.events,
    clock: clock.now,
    url: `${origin}/graphql`,
    certificate: certificate?.cert ?? null,
    log,
  });
  closers.add(() => events.close());
  const [postgres, text, userPool, server] = await together([
    keepPostgresRunning({
      directory: directory.postgres,
      durable,
      ...(trustedSocket !== undefined && { trustedSocket }),
      log,
    }).then(server => {
      closers.add(() => server.stop());
      return server;
    }),
    blueprint.build(directory),
    openUserPool({ directory: directory.secrets, clock: clock.now }),
    openLocalS3({
      directory: directory.s3,
      port: options.s3Port ?? portAfter(options.port),
      buckets: [bucket],
      expiry: blueprint.expiry,
      origins: [origin, origin.replace('127.0.0.1', 'localhost')],
      credentials: LOCAL_CREDENTIALS,
      otherCredentials: keys,
      clock: clock.now,
      durable,
      onObjectCreated: (bucket, key, object) => events.put(objectCreated(bucket, key, object)),
      log,
    }).then(server => {
      closers.add(() => server.close());
      return server;
    }),
  ]);
  const s3: BucketPlace = { url: server.url, bucket, credentials: LOCAL_CREDENTIALS };
  const { database, backend } = await blueprint.start({
    ...{ directory, postgres, s3, clock, closers, log },
    eventsUrl: events.url,
  });
  closers.add(() => backend.close());
  await fillDatabase(database.owner, { ...options, s3, zone, now: clock.now() });

  backend.setClockOffset(clock.offsetMs);
  const [appSync] = await together([
    createAppSyncApi({
      ...text,
      dataSources: backend.dataSources,
      clock: clock.now,
      iamPolicy: events.roles.policy,
      onOperation: trace => log(traceLine(trace)),
      onLog: (level, text) => log(`${level} ${text}`),
    }),
    backend.warm(),
  ]);

  const { issueToken } = userPool;
  const signIn = openSignIn({ userPool, directory: directory.secrets, clock: clock.now });
  const authenticate = createAuthenticate({
    userPool,
    credentials: LOCAL_CREDENTIALS,
    roles: events.roles.credentials,
    clock: clock.now,
  });
  const realtime = createRealtime({ api: appSync, authenticate });
  closers.add(() => realtime.close());
  http.serve(
    route({
      graphql: createGraphqlHandler({ api: appSync, authenticate }),
      others: [
        localRoutes({ token: issueToken }),
        userPoolRoutes({ userPool, signIn }),
        graphiqlRoutes({ zone, clock: clock.now }),
      ],
    }),
    realtime.upgrade,
  );
  return {
    url: `${origin}/`,
    certificate: certificate?.file ?? null,
    database,
    s3,
    eventsUrl: events.url,
    api: appSync,
    token: issueToken,
    setClock(at) {
      clock.set(at);
      backend.setClockOffset(clock.offsetMs);
      events.clockSet();
    },
  };
}

/** Saved links stay good when S3 is found at the same place each time. 0 is any free port. */
function portAfter(port: number): number {
  return port === 0 || port === 65_535 ? 0 : port + 1;
}
