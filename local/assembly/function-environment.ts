import { existsSync } from 'node:fs';
import path from 'node:path';
import { CannotStart } from '../cannot-start.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../events/bus-event.ts';
import { type LocalCredentials } from '../identity/sigv4.ts';
import { type TemplateFunction } from './template-functions.ts';

/** What takes the place of services on this machine. */
export interface StandIns {
  /** Of the stand-in for RDS. */
  readonly databasePort: number;
  /** File with the authority of its certificate. */
  readonly databaseAuthority: string;
  readonly s3Url: string;
  readonly eventsUrl: string;
}

/** Where Lambda puts what is deployed. */
const TASK_ROOT = '/var/task/';

/**
 * The environment of a container: that of the template, what Lambda adds, and the places of the stand-ins. Throws
 * `CannotStart` when a variable names a file that is not deployed.
 */
export function functionEnvironment(
  template: TemplateFunction,
  credentials: LocalCredentials,
  standIns: StandIns,
): Record<string, string> {
  const { name, environment } = template;
  const entries = Object.entries(environment).map(
    ([key, value]) => [key, deployedPlace(template, key, value)] as const,
  );
  return {
    ...Object.fromEntries(entries),
    ...endpoints(environment, standIns),
    // Source: AWS Lambda Developer Guide, "Defined runtime environment variables".
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  };
}

function endpoints(
  environment: TemplateFunction['environment'],
  { databasePort, databaseAuthority, s3Url, eventsUrl }: StandIns,
): Record<string, string> {
  return {
    ...('DATABASE_HOST' in environment && { DATABASE_PORT: String(databasePort) }),
    ...('DATABASE_CA_FILE' in environment && { DATABASE_CA_FILE: databaseAuthority }),
    ...('ARCHIVE_BUCKET' in environment && { S3_ENDPOINT: s3Url }),
    ...('SCHEDULE_RULE' in environment && { EVENTS_ENDPOINT: eventsUrl }),
  };
}

/** Names of files begin where Lambda puts them. */
function deployedPlace({ name, folder }: TemplateFunction, key: string, value: string): string {
  if (!value.startsWith(TASK_ROOT)) return value;
  const place = path.join(folder, value.slice(TASK_ROOT.length));
  if (existsSync(place)) return place;
  throw new CannotStart(
    `The function ${name} is told ${key}=${value}, which is not deployed with it.`,
  );
}

/** The keys of a function's role, of this run. */
export function functionKeys(name: string, secret: () => string): LocalCredentials {
  return {
    accessKeyId: `ASIALOCAL${name.toUpperCase()}`,
    secretAccessKey: secret(),
    sessionToken: secret(),
    accountId: LOCAL_ACCOUNT,
    roleId: `AROALOCAL${name.toUpperCase()}`,
    roleName: `meetassist-local-${name}`,
    sessionName: name,
  };
}
