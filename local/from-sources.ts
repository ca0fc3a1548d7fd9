import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stop as stopBundler } from 'esbuild';
import { bundleHandler } from '../build/bundle.ts';
import { functions } from '../build/functions.ts';
import { bundleManifest } from '../build/manifest.ts';
import { archiveScheduleRule, RULE_PREFIX, rules } from '../build/rules.ts';
import { environment, limits } from '../resolvers/manifest.ts';
import { createBackend } from './backend.ts';
import { type Blueprint, type Place } from './blueprint.ts';
import { type Connection, openDatabase, type Role } from './database.ts';
import { LOCAL_REGION } from './events/bus-event.ts';
import { LOCAL_CREDENTIALS } from './identity/sigv4.ts';
import { type LambdaFunction, startFunction } from './lambda/function.ts';
import { type Expiry } from './s3/expiry.ts';
import { together } from './together.ts';

/** As which role each function reaches the database; those that AppSync asks, by the name of their data source. */
const roleOf = { api: 'api', archive: 'archive', loader: 'owner', schedule: null } as const;
type FunctionName = keyof typeof roleOf;
const names = Object.keys(roleOf) as FunctionName[];

const BUCKET = 'meetassist-data-local';

/** As long as the deployed bucket keeps them: whoever wants an export or sends a file does so within the hour. */
const EXPIRY: readonly Expiry[] = [
  { prefix: 'exports/', days: 7 },
  { prefix: 'data/uploads/', days: 30 },
];

/** What lies in the sources, bundled at each start. */
export function fromSources({
  zone,
  introspection,
}: {
  readonly zone: string;
  readonly introspection: boolean;
}): Blueprint {
  return {
    zone,
    bucket: BUCKET,
    expiry: EXPIRY,
    ...{ rules, rulePrefix: RULE_PREFIX },
    keys: [],
    async build(directory) {
      const [manifest, sdl] = await together([
        bundleManifest(),
        readFile(path.join(import.meta.dirname, '../schema.graphql'), 'utf8'),
        ...names.map(name =>
          bundleHandler(functions[name].entry, bundleIn(directory.functions, name)),
        ),
      ]);
      // Nothing is bundled from here on, and its process would keep 20 MB.
      await stopBundler();
      return {
        ...{ sdl, ...manifest, environment, introspection },
        limits: { queryDepthLimit: limits.queryDepth, resolverCountLimit: limits.resolverCount },
      };
    },
    async start(place) {
      const { postgres, directory, log } = place;
      const database = await openDatabase(postgres, { secrets: directory.secrets, zone });
      const started = names.map(name => [
        name,
        { lambda: start(name, place, database, zone), takesEvents: name !== 'schedule' },
      ]);
      const sources = Object.fromEntries([['none', null], ...names.map(name => [name, name])]);
      return { database, backend: createBackend(Object.fromEntries(started), sources, log) };
    },
  };
}

function start(
  name: FunctionName,
  place: Place,
  database: Readonly<Record<Role, Connection>>,
  zone: string,
): LambdaFunction {
  const { directory, log } = place;
  const role = roleOf[name];
  const { timeoutMs, memoryMb } = functions[name];
  const env = {
    BUSINESS_ZONE: zone,
    ...(role === null ? scheduleEnvironment(place) : databaseEnvironment(database[role])),
    ...(role !== null && role !== 'api' && bucketEnvironment(place)),
  };
  return startFunction({
    ...{ name, file: bundleIn(directory.functions, name), env, timeoutMs, memoryMb, log },
    // It is asked now and then.
    ...(name === 'schedule' && { maxContainers: 1 }),
  });
}

function databaseEnvironment({ host, port, database, user, password }: Connection) {
  return {
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_NAME: database,
    DATABASE_USER: user,
    DATABASE_AUTH: 'password',
    DATABASE_PASSWORD: password,
    DATABASE_TLS: 'off',
  };
}

function bucketEnvironment({ s3 }: Place) {
  return {
    ARCHIVE_BUCKET: s3.bucket,
    S3_ENDPOINT: s3.url,
    // In Lambda those of its role.
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  };
}

function scheduleEnvironment({ eventsUrl }: Place) {
  return {
    SCHEDULE_RULE: `${RULE_PREFIX}-${archiveScheduleRule.name}`,
    EVENTS_ENDPOINT: eventsUrl,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: LOCAL_CREDENTIALS.sessionToken,
  };
}

function bundleIn(folder: string, name: FunctionName): string {
  return path.join(folder, `${functions[name].name}.mjs`);
}
