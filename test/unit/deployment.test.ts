import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { deploymentFunction } from '../../build/functions.ts';
import { createDeployment } from '../../services/init/deployment.ts';
import { createLoaderInvocation } from '../../services/init/loader-invocation.ts';
import { createMasterSecret } from '../../services/init/master-secret.ts';
import { Patience } from '../../services/init/patience.ts';
import { putAnswer } from '../../services/init/put-answer.ts';
import { resourceAnswer, type ResourceEvent } from '../../services/init/resource-event.ts';
import { Notes } from '../../services/telemetry/notes.ts';
import {
  type Answered,
  type Endpoint,
  invocationAnswer,
  refusal,
  secretAnswer,
  startEndpoint,
} from '../support/aws-endpoints.ts';

const SECRET = { username: 'master', password: 'the-master-password' };

/** What the services say next; the last answer is repeated. */
let secrets: Answered[];
let lambda: Answered[];
let cloudFormation: Answered[];
let endpoints: Record<'secrets' | 'lambda' | 'cloudFormation', Endpoint>;

const next = (answers: Answered[]): Answered =>
  (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 500 };

beforeAll(async () => {
  const [one, two, three] = await Promise.all([
    startEndpoint(() => next(secrets)),
    startEndpoint(() => next(lambda)),
    startEndpoint(() => next(cloudFormation)),
  ]);
  endpoints = { secrets: one, lambda: two, cloudFormation: three };
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', one.url);
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', two.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIADEPLOYMENT');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret of the deployment');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all(Object.values(endpoints).map(each => each.close()));
});
beforeEach(() => {
  pauses = [];
  secrets = [secretAnswer(JSON.stringify({ ...SECRET, host: 'database.example' }))];
  lambda = [{ status: 200, body: JSON.stringify({ applied: ['0001_a', '0002_b'] }) }];
  cloudFormation = [{ status: 200 }];
  for (const endpoint of Object.values(endpoints)) endpoint.received();
});

const event = (wanted: Partial<ResourceEvent> = {}): ResourceEvent => ({
  RequestType: 'Create',
  ResponseURL: `${endpoints.cloudFormation.url}/answers?Signature=for-one-answer`,
  StackId: 'arn:of-the-stack',
  RequestId: 'request-1',
  LogicalResourceId: 'PreparedDatabase',
  ResourceType: 'Custom::PreparedDatabase',
  ResourceProperties: {},
  ...wanted,
});

/** Time passes only while somebody waits. */
let pauses: number[];
const pause = async (ms: number): Promise<void> => void pauses.push(ms);
const waited = (): number => pauses.reduce((sum, ms) => sum + ms, 0);

/** Has the function answer an event. Gives what was put for CloudFormation, and what was noted for the log. */
async function answered(wanted: Partial<ResourceEvent> = {}, now = waited) {
  const notes = new Notes();
  await createDeployment({
    master: createMasterSecret('arn:of-the-secret', 'ap-southeast-1'),
    initialise: createLoaderInvocation('MeetAssist-loader', 'ap-southeast-1'),
    settle: () => Promise.reject(new Error('the bucket is nobody’s here')),
    putAnswer: (url, answer) => putAnswer(url, answer, pause),
    patience: () => new Patience({ now, pause }),
  })(event(wanted), notes);
  const put = endpoints.cloudFormation.received();
  return { put, notes, answer: JSON.parse(put.at(-1)?.body ?? '') as Record<string, unknown> };
}

const failed = (errorType: string, errorMessage: string): Answered =>
  invocationAnswer({
    ...{ functionName: 'loader', milliseconds: 1, statements: [], ok: false },
    ...{ errorType, errorMessage },
  });

test.for(['Create', 'Update'] as const)('%s has the loader prepare the database', async type => {
  const { answer, put } = await answered({ RequestType: type });
  expect(answer).toEqual({
    Status: 'SUCCESS',
    Reason: 'The database is ready.',
    StackId: 'arn:of-the-stack',
    RequestId: 'request-1',
    LogicalResourceId: 'PreparedDatabase',
    PhysicalResourceId: 'database',
    Data: { Applied: '0001_a, 0002_b', Restored: '', Newer: '' },
  });
  // The address is signed for a body that has no type.
  expect(put.map(({ headers }) => headers['content-type'])).toEqual(['']);
  const [read, ...more] = endpoints.secrets.received();
  expect(more).toEqual([]);
  expect(JSON.parse(read?.body ?? '')).toEqual({ SecretId: 'arn:of-the-secret' });
  const calls = endpoints.lambda.received();
  expect(calls).toHaveLength(1);
  expect(calls[0]?.path).toBe('/2015-03-31/functions/MeetAssist-loader/invocations');
  expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ initialise: { master: SECRET } });
});

test('P-19: Delete does nothing at all, and keeps the name that was given', async () => {
  const { answer } = await answered({ RequestType: 'Delete', PhysicalResourceId: 'given-before' });
  expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'given-before' });
  expect(endpoints.secrets.received()).toEqual([]);
  expect(endpoints.lambda.received()).toEqual([]);
});

test('says what was restored, and what was newer', async () => {
  const restored = { runId: 'run-1', snapshotAt: '2026-11-20T10:00:00.000+07:00', rows: 42 };
  lambda = [{ status: 200, body: JSON.stringify({ applied: [], restored, newer: '0021_c' }) }];
  expect((await answered()).answer['Data']).toEqual({
    Applied: '',
    Restored: '42 rows of run run-1',
    Newer: '0021_c',
  });
});

describe('a step that fails makes CloudFormation roll back, with a sentence', () => {
  test.for<readonly [string, () => void, string]>([
    [
      'the secret may not be read',
      () => void (secrets = [refusal('AccessDeniedException')]),
      'the secret of the master user cannot be read: AccessDeniedException',
    ],
    [
      'the secret is no JSON',
      () => void (secrets = [secretAnswer('the-master-password')]),
      'the secret of the master user is not one of a database',
    ],
    [
      'the secret has no user',
      () => void (secrets = [secretAnswer('{"password":"the-master-password"}')]),
      'the secret of the master user is not one of a database',
    ],
    [
      'the loader may not be called',
      () => void (lambda = [refusal('AccessDeniedException', 403)]),
      'the loader cannot be called: AccessDeniedException',
    ],
    [
      'the loader says why',
      () => void (lambda = [failed('DeploymentFailed', 'it cannot be reached: ECONNREFUSED')]),
      'it cannot be reached: ECONNREFUSED',
    ],
    [
      'the loader runs out of time',
      () => void (lambda = [failed('Sandbox.Timedout', 'RequestId: 1 Task timed out')]),
      'the loader failed: Sandbox.Timedout',
    ],
    [
      'the loader has a defect',
      () => void (lambda = [failed('TypeError', 'a row with 0912345678')]),
      'the loader failed: TypeError',
    ],
    [
      'the answer of the loader is cut off',
      () => void (lambda = [{ status: 200, body: '{"applied":["the-master-passw' }]),
      'the loader gave an answer that cannot be read',
    ],
  ])('%s', async ([, goWrong, sentence]) => {
    goWrong();
    const { answer, notes } = await answered();
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: `The database is not ready: ${sentence}.`,
      PhysicalResourceId: 'database',
    });
    expect(answer).not.toHaveProperty('Data');
    expect(notes.outcome).toBe('FAILED');
    const told = JSON.stringify([answer, notes]);
    expect(told).not.toMatch(/the-master-passw|the words of|0912345678|for-one-answer/);
    const refusedForNow = sentence.includes('called: AccessDenied');
    expect(endpoints.lambda.received().length).toBeLessThanOrEqual(refusedForNow ? 12 : 1);
  });

  test('an answer never grows beyond what CloudFormation takes', () => {
    const reason = 'ữ'.repeat(5_000);
    const answer = resourceAnswer(event(), { status: 'FAILED', reason });
    expect(Buffer.byteLength(answer)).toBeLessThan(4_096);
    expect(JSON.parse(answer)).toMatchObject({ Reason: expect.stringMatching(/^ữ+ …$/) });
  });
});

describe('what may soon be done is tried again', () => {
  const lagging = refusal('AccessDeniedException');
  const slower = [1_000, 2_000, 4_000, 8_000, 15_000];

  test('rights of roles that are not known everywhere yet, as at a first deployment', async () => {
    secrets = [lagging, lagging, ...secrets];
    lambda = [refusal('AccessDeniedException', 403), ...lambda];
    expect((await answered()).answer).toMatchObject({ Status: 'SUCCESS' });
    // Slower and slower, and no quicker again for the next step.
    expect(pauses).toEqual(slower.slice(0, 3));
    expect(endpoints.lambda.received()).toHaveLength(2);
  });

  test.for([
    ['TooManyRequestsException', 429],
    ['ResourceConflictException', 409],
    ['ResourceNotReadyException', 502],
    ['EC2ThrottledException', 502],
  ] as const)('a loader that was not begun: %s', async ([name, status]) => {
    lambda = [...Array.from({ length: 5 }, () => refusal(name, status)), ...lambda];
    expect((await answered()).answer).toMatchObject({ Status: 'SUCCESS' });
    expect(pauses).toEqual(slower);
  });

  test('a service that has too much to do', async () => {
    // The client itself tries three times.
    secrets = [...Array.from({ length: 3 }, () => refusal('ThrottlingException')), ...secrets];
    expect((await answered()).answer).toMatchObject({ Status: 'SUCCESS' });
    expect(pauses).toEqual([1_000]);
  });

  test('for two minutes in all, whatever fails', async () => {
    secrets = [lagging, lagging, lagging, lagging, lagging, lagging, ...secrets];
    lambda = [refusal('TooManyRequestsException', 429)];
    expect((await answered()).answer).toMatchObject({
      Reason: 'The database is not ready: the loader cannot be called: TooManyRequestsException.',
    });
    expect(waited()).toBe(120_000);
  });

  test('but not what was begun, or is refused for good', async () => {
    lambda = [refusal('ServiceException', 500)];
    expect((await answered()).answer).toMatchObject({ Status: 'FAILED' });
    secrets = [refusal('ResourceNotFoundException')];
    expect((await answered()).answer).toMatchObject({ Status: 'FAILED' });
    expect(pauses).toEqual([]);
    expect(endpoints.lambda.received()).toHaveLength(1);
  });
});

test('a loader that does not end is waited for as long as there is time to tell CloudFormation', async () => {
  const { timeoutMs } = deploymentFunction;
  lambda = [{ ...lambda[0], status: 200, never: true }];
  // Begun so late that a moment is left of what an event has.
  const moments = [0, timeoutMs - 60_000 - 50];
  const { answer, notes } = await answered({}, () => moments.shift() ?? timeoutMs);
  expect(answer).toMatchObject({
    Status: 'FAILED',
    Reason:
      'The database is not ready: the loader has not ended in time; the next deployment goes on from what it came to.',
  });
  expect(notes.outcome).toBe('FAILED');
});

describe('an answer that is lost', () => {
  test('is put again', async () => {
    cloudFormation = [{ status: 500 }, { status: 503 }, { status: 200 }];
    const { put } = await answered();
    expect(put).toHaveLength(3);
    expect(new Set(put.map(({ body }) => body)).size).toBe(1);
  });

  test('for good fails the invocation, without its address, so that Lambda sends the event again', async () => {
    cloudFormation = [{ status: 500 }];
    const failure: unknown = await answered().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'AnswerLost',
      message: 'CloudFormation could not be told: HTTP status 500',
    });
    expect(String((failure as Error).stack)).not.toContain('for-one-answer');
    cloudFormation = [{ status: 200 }];
    endpoints.cloudFormation.received();
    expect((await answered()).answer).toMatchObject({ Status: 'SUCCESS' });
  });
});
