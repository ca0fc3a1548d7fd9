import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { functions } from '../../build/functions.ts';
import { type Artifacts } from '../../infra/artifacts.ts';
import { type LambdaFunction, startFunction } from '../../local/lambda/function.ts';
import { roles } from '../../services/db/roles.ts';
import { type ResourceEvent } from '../../services/init/resource-event.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { sharedArtifacts } from '../infra/shared-artifacts.ts';
import { textOf } from '../support/archive/restored.ts';
import { archived } from '../support/archive/run.ts';
import {
  type Endpoint,
  invocationAnswer,
  secretAnswer,
  startEndpoint,
} from '../support/aws-endpoints.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { fillAtRandom } from '../support/random-office.ts';
import {
  authorities,
  keysOf,
  REGION,
  type Role,
  startTestRds,
  type TestRds,
} from '../support/rds.ts';
import { startS3, type TestS3 } from '../support/s3.ts';
import { people } from '../support/service.ts';

// Everything is bundled, and a thousand requests are answered, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ROLE_OF = { api: 'api', archive: 'archive', loader: 'owner' } as const;
type WithDatabase = keyof typeof ROLE_OF;

let folder: string;
let artifacts: Artifacts;
let rds: TestRds;
let s3: TestS3;
let bucket: Bucket;
let source: TestDatabase;
let database: string;
/** What functions printed. */
const printed: string[] = [];
const running: LambdaFunction[] = [];
let secrets: Endpoint;
let lambda: Endpoint;
let cloudFormation: Endpoint;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-deployed-'));
  [artifacts, rds, s3, source] = await Promise.all([
    sharedArtifacts(folder),
    startTestRds(),
    // Of one role: the one that restores.
    startS3({ credentials: keysOf('owner') }),
    createDatabase(),
  ]);
  database = rds.newName();
  // RDS makes the first one itself, for the master user.
  await rds.asSuperuser('postgres', client =>
    client.query(`create database ${database} owner master`),
  );
  bucket = await s3.bucket({ credentials: keysOf('owner') });
  await fillAtRandom(source, { appointments: 40, today: '2026-11-20', seed: 9 });
  await archived(source, bucket);
  const loader = started('loader');
  [secrets, lambda, cloudFormation] = await Promise.all([
    startEndpoint(() => secretAnswer(JSON.stringify(rds.master))),
    startEndpoint(async ({ body }) => invocationAnswer(await loader.invoke(body))),
    startEndpoint(() => ({ status: 200 })),
  ]);
});
afterAll(async () => {
  await Promise.all(running.map(each => each.close()));
  await Promise.all([secrets, lambda, cloudFormation].map(each => each.close()));
  await Promise.all([rds.stop(), s3.close(), source.drop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A function as it is deployed, with the environment that a deployment gives it. */
function started(
  name: WithDatabase | 'deployment',
  other: Readonly<Record<string, string>> = {},
): LambdaFunction {
  const { timeoutMs, memoryMb } = functions[name];
  const common = { AWS_REGION: REGION, DEPLOYMENT: 'MeetAssist-test' };
  const env =
    name === 'deployment'
      ? {
          ...keysAs('owner'),
          MASTER_SECRET_ARN: 'arn:of-the-secret',
          LOADER_FUNCTION: 'MeetAssist-test-loader',
          AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
          AWS_ENDPOINT_URL_LAMBDA: lambda.url,
        }
      : databaseEnvironment(name);
  const made = startFunction({
    ...{ name, timeoutMs, memoryMb, maxContainers: 1 },
    file: path.join(artifacts.folderOf[name], `${name}.mjs`),
    env: { ...common, ...env, ...other },
    log: line => void printed.push(line),
  });
  running.push(made);
  return made;
}

function databaseEnvironment(name: WithDatabase): Record<string, string> {
  return {
    ...keysAs(ROLE_OF[name]),
    DATABASE_HOST: rds.host,
    DATABASE_PORT: String(rds.port),
    DATABASE_NAME: database,
    DATABASE_USER: roles[ROLE_OF[name]],
    DATABASE_AUTH: 'iam',
    DATABASE_TLS: 'verify',
    DATABASE_CA_FILE: authorities,
    BUSINESS_ZONE: 'Asia/Ho_Chi_Minh',
    ...(name !== 'api' && { ARCHIVE_BUCKET: bucket.name, S3_ENDPOINT: s3.url }),
  };
}

/** Lambda gives a function the keys of its role. */
function keysAs(role: Role): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = keysOf(role);
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

async function deployed(RequestType: ResourceEvent['RequestType']): Promise<unknown> {
  const event: ResourceEvent = {
    RequestType,
    ResponseURL: `${cloudFormation.url}/answer?Signature=for-one-answer`,
    ...{ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'PreparedDatabase' },
    ...{ ResourceType: 'Custom::PreparedDatabase', ResourceProperties: {} },
  };
  const invocation = await started('deployment').invoke(JSON.stringify(event));
  expect(invocation).toMatchObject({ ok: true });
  return JSON.parse(cloudFormation.received().at(-1)?.body ?? '');
}

const question = JSON.stringify({
  operation: 'Query.customers',
  input: {},
  identity: people.admin,
  selection: { graphql: '{ totalCount items { id fullName } }' },
});

test('a deployment makes users, tables and rows by the functions as they are deployed', async () => {
  const answer = await deployed('Create');
  expect(answer).toMatchObject({
    Status: 'SUCCESS',
    Data: { Applied: expect.stringContaining('0001_search_and_calendar, '), Newer: '' },
  });
  const restored = rds.pools(database);
  try {
    expect(await textOf(restored)).toEqual(await textOf(source));
  } finally {
    await restored.drop();
  }
  expect(await deployed('Update')).toMatchObject({
    Status: 'SUCCESS',
    Data: { Applied: '', Restored: '', Newer: '' },
  });
  expect(await deployed('Delete')).toMatchObject({ Status: 'SUCCESS' });
});

test('P-48: a thousand warm requests share one connection, for which one token was made', async () => {
  const { rows } = await source.owner.query<{ count: number }>(
    'select count(*)::int as count from customer where not is_disabled',
  );
  const totalCount = rows[0]?.count;
  const api = started('api');
  rds.signIns();
  for (let request = 0; request < 1_000; request++) {
    const invocation = await api.invoke(question);
    if (!invocation.ok) throw new Error(invocation.errorMessage);
    if (request % 500 === 0) {
      expect(JSON.parse(invocation.payload)).toMatchObject({ data: { totalCount } });
    }
  }
  expect(rds.signIns()).toEqual([roles.api]);
});

test('P-48: the authorities of the region let in no other server', async () => {
  const own = path.join(artifacts.folderOf.api, `rds-ca/${REGION}.pem`);
  rds.signIns();
  const invocation = await started('api', { DATABASE_CA_FILE: own }).invoke(question);
  expect(invocation).toMatchObject({ ok: false });
  expect(rds.signIns()).toEqual([]);
  const nowhere = path.join(artifacts.folderOf.api, 'rds-ca/xx-nowhere-1.pem');
  expect(await started('api', { DATABASE_CA_FILE: nowhere }).invoke(question)).toMatchObject({
    ok: false,
    errorMessage: expect.stringMatching(/this version brings none for the region/),
  });
});

test('P-24: a function whose role is another one’s is not let in', async () => {
  const api = started('api', keysAs('archive'));
  expect(await api.invoke(question)).toMatchObject({ ok: false });
  const loud = started('api', { DATABASE_USER: roles.owner });
  expect(await loud.invoke(question)).toMatchObject({ ok: false });
});

test('P-23: nothing that functions printed holds a secret, a token or an address for an answer', () => {
  const text = printed.join('\n');
  expect(text).toMatch(/"job":"INITIALISE"/);
  expect(text).toMatch(/"job":"DEPLOYMENT"/);
  expect(text).not.toContain(rds.master.password);
  expect(text).not.toMatch(/X-Amz-|for-one-answer|secret of |session\/of/);
});
