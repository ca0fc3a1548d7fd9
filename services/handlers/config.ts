import { readFileSync } from 'node:fs';
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

/** Below the 28 s after which AppSync's patience ends. */
const STATEMENT_TIMEOUT_MS = 20_000;

/** Below the 15 minutes after which Lambda's ends. */
const JOB_STATEMENT_TIMEOUT_MS = 840_000;

/** Reads the environment once. Throws with the name of the variable that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): ApiConfig {
  const zone = zoneOf(env);
  return {
    zone,
    database: {
      host: needed(env, 'DATABASE_HOST'),
      port: portOf(env),
      database: needed(env, 'DATABASE_NAME'),
      user: needed(env, 'DATABASE_USER'),
      password: needed(env, 'DATABASE_PASSWORD'),
      tls: tlsOf(env),
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      zone,
      applicationName: env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'meetassist-api',
    },
  };
}

/** The same for the function that switches the schedule. */
export function readScheduleConfig(env: NodeJS.ProcessEnv): ScheduleConfig {
  const endpoint = env['EVENTS_ENDPOINT'];
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
  const endpoint = env['S3_ENDPOINT'];
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

/** `off` is for loopback only; everywhere else the server's certificate is verified in full. */
function tlsOf(env: NodeJS.ProcessEnv): DatabaseConfig['tls'] {
  const mode = env['DATABASE_TLS'] ?? 'verify';
  if (mode === 'verify') return { ca: readFileSync(needed(env, 'DATABASE_CA_FILE'), 'utf8') };
  if (mode !== 'off') throw new Error(`DATABASE_TLS is ${mode}; use verify or off`);
  const host = needed(env, 'DATABASE_HOST');
  if (host !== '127.0.0.1' && host !== '::1' && host !== 'localhost') {
    throw new Error('DATABASE_TLS=off is for a database on this machine; use verify');
  }
  return false;
}
