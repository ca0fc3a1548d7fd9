import { readFileSync } from 'node:fs';
import { iamToken } from '../db/iam-token.ts';
import { type DatabaseConfig } from '../db/line.ts';
import { type ScheduleRuleConfig } from '../schedule/store.ts';
import { type BucketConfig } from '../s3/settings.ts';

/** The API function's settings, from its environment. */
export interface ApiConfig {
  readonly database: DatabaseConfig;
  /** IANA name of the business zone. */
  readonly zone: string;
}

/** Those of the schedule's function. */
export interface ScheduleConfig extends ScheduleRuleConfig {
  /** IANA name of the business zone. */
  readonly zone: string;
}

/** Those of the functions that do jobs. */
export interface JobConfig extends ApiConfig {
  /** The same database, for a job's own connection. */
  readonly jobDatabase: DatabaseConfig;
  readonly bucket: BucketConfig;
}

/** Those of the deployment's function. */
export interface DeploymentConfig {
  /** ARN of the secret of the database's master user: JSON with `username` and `password`. */
  readonly masterSecret: string;
  /** Name or ARN of the loader's function. */
  readonly loader: string;
  readonly region: string;
}

/** Below the 28 s after which AppSync's patience ends. */
const STATEMENT_TIMEOUT_MS = 20_000;

/** Below the 15 minutes after which Lambda's ends. */
const JOB_STATEMENT_TIMEOUT_MS = 840_000;

/** Reads the environment once. Throws with the name of the variable that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): ApiConfig {
  const zone = zoneOf(env);
  const place = {
    host: needed(env, 'DATABASE_HOST'),
    port: portOf(env),
    user: needed(env, 'DATABASE_USER'),
  };
  return {
    zone,
    database: {
      ...place,
      database: needed(env, 'DATABASE_NAME'),
      password: passwordOf(env, place),
      tls: tlsOf(env),
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      zone,
      applicationName: env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'meetassist-api',
      ...(env['DATABASE_PROXY'] === 'on' && { behindProxy: true }),
    },
  };
}

/** The same for the function that switches the schedule. */
export function readScheduleConfig(env: NodeJS.ProcessEnv): ScheduleConfig {
  const endpoint = localEndpoint(env, 'EVENTS_ENDPOINT');
  return {
    zone: zoneOf(env),
    rule: needed(env, 'SCHEDULE_RULE'),
    region: needed(env, 'AWS_REGION'),
    ...(endpoint && { endpoint }),
  };
}

function zoneOf(env: NodeJS.ProcessEnv): string {
  return env['BUSINESS_ZONE'] ?? 'Asia/Ho_Chi_Minh';
}

/** The same for a function that does jobs, and reads and writes the bucket. */
export function readJobConfig(env: NodeJS.ProcessEnv): JobConfig {
  const { database, zone } = readConfig(env);
  const endpoint = localEndpoint(env, 'S3_ENDPOINT');
  return {
    database,
    zone,
    jobDatabase: { ...database, statementTimeoutMs: JOB_STATEMENT_TIMEOUT_MS },
    bucket: {
      name: needed(env, 'ARCHIVE_BUCKET'),
      region: needed(env, 'AWS_REGION'),
      ...(endpoint && { endpoint }),
    },
  };
}

/** The same for the function that has the database prepared. */
export function readDeploymentConfig(env: NodeJS.ProcessEnv): DeploymentConfig {
  return {
    masterSecret: needed(env, 'MASTER_SECRET_ARN'),
    loader: needed(env, 'LOADER_FUNCTION'),
    region: needed(env, 'AWS_REGION'),
  };
}

function needed(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`the environment variable ${name} is missing`);
  return value;
}

function portOf(env: NodeJS.ProcessEnv): number {
  const port = Number(env['DATABASE_PORT'] ?? 5432);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`DATABASE_PORT is ${env['DATABASE_PORT']}; use a port from 1 to 65535`);
  }
  return port;
}

/** `iam`: a token for each new connection, signed with the keys that the role of the function has then. */
function passwordOf(
  env: NodeJS.ProcessEnv,
  place: { readonly host: string; readonly port: number; readonly user: string },
): DatabaseConfig['password'] {
  const how = env['DATABASE_AUTH'] ?? 'iam';
  if (how === 'password') return needed(env, 'DATABASE_PASSWORD');
  if (how !== 'iam') throw new Error(`DATABASE_AUTH is ${how}; use iam or password`);
  const whole = { ...place, region: needed(env, 'AWS_REGION') };
  return async () =>
    iamToken(
      whole,
      {
        accessKeyId: needed(env, 'AWS_ACCESS_KEY_ID'),
        secretAccessKey: needed(env, 'AWS_SECRET_ACCESS_KEY'),
        sessionToken: env['AWS_SESSION_TOKEN'],
      },
      new Date(),
    );
}

/** `off` is for loopback only; everywhere else the server's certificate is verified in full. */
function tlsOf(env: NodeJS.ProcessEnv): DatabaseConfig['tls'] {
  const mode = env['DATABASE_TLS'] ?? 'verify';
  if (mode === 'verify') return { ca: authoritiesIn(needed(env, 'DATABASE_CA_FILE')) };
  if (mode !== 'off') throw new Error(`DATABASE_TLS is ${mode}; use verify or off`);
  if (!isThisMachine(needed(env, 'DATABASE_HOST'))) {
    throw new Error('DATABASE_TLS=off is for a database on this machine; use verify');
  }
  return false;
}

function authoritiesIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(
      `the certificate authorities of the database cannot be read from ${file}: this version brings none for the region, or the file is missing`,
      { cause },
    );
  }
}

/** Of a server that takes the place of one of AWS's: what it is sent is signed, and as secret as the data. */
function localEndpoint(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const endpoint = env[name];
  if (!endpoint) return undefined;
  const host = URL.parse(endpoint)?.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host !== undefined && isThisMachine(host)) return endpoint;
  throw new Error(`${name} is ${endpoint}; it is for a server on this machine, leave it out`);
}

const isThisMachine = (host: string): boolean =>
  host === '127.0.0.1' || host === '::1' || host === 'localhost';
