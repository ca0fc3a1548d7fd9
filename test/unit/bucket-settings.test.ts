import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createBucketSettings } from '../../services/init/bucket-settings.ts';
import { Patience } from '../../services/init/patience.ts';
import { createDeployment } from '../../services/init/deployment.ts';
import {
  type Answered,
  type Endpoint,
  type Received,
  startEndpoint,
} from '../support/aws-endpoints.ts';

/** What S3 was asked for, in order: `PUT versioning`. */
let asked: { readonly what: string; readonly body: string }[];
/** Answers other than an empty one, by what is asked for. */
let answers: Readonly<Record<string, Answered>>;
/** By what is asked for, answers that come before. */
let first: Readonly<Record<string, Answered[]>>;
let pauses: number[];
let s3: Endpoint;
let answer: string;

beforeAll(async () => {
  s3 = await startEndpoint(({ path, body }: Received) => {
    const { searchParams, pathname } = new URL(path, 'http://localhost');
    expect(pathname.replaceAll('/', '')).toBe('meetassist-data');
    const what = [...searchParams.keys()].find(each => each !== 'x-id') ?? '';
    asked.push({ what: body === '' ? `read ${what}` : what, body });
    return first[what]?.shift() ?? answers[what] ?? { status: 200 };
  });
  vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIADEPLOYMENT');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret of the deployment');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await s3.close();
});
beforeEach(() => {
  asked = [];
  answers = {};
  first = {};
  pauses = [];
});

const settings = {
  bucket: 'meetassist-data',
  lifecycle: [
    { ID: 'Exports', Status: 'Enabled', Filter: { Prefix: 'exports/' }, Expiration: { Days: 7 } },
  ],
  cors: [{ AllowedOrigins: ['https://admin.example'], AllowedMethods: ['GET', 'PUT'] }],
};

const refused = (code: string): Answered => ({
  status: 400,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${code}</Code><Message>m</Message></Error>`,
});

/** What CloudFormation is told of an event. */
async function told(RequestType: 'Create' | 'Delete'): Promise<Record<string, unknown>> {
  await createDeployment({
    master: () => Promise.reject(new Error('nobody asks for the master user')),
    initialise: () => Promise.reject(new Error('nobody asks for the database')),
    settle: createBucketSettings('ap-southeast-1'),
    putAnswer: async (_, text) => void (answer = text),
    patience: () => new Patience({ now: () => 0, pause: async ms => void pauses.push(ms) }),
  })({
    ...{ RequestType, ResponseURL: 'https://example', StackId: 's', RequestId: 'r' },
    ...{ LogicalResourceId: 'l', ResourceType: 'Custom::SettledBucket' },
    ResourceProperties: { Settings: JSON.stringify(settings) },
  });
  return JSON.parse(answer);
}

test('a bucket that was there is given every setting of the template', async () => {
  expect(await told('Create')).toMatchObject({
    ...{ Status: 'SUCCESS', Reason: 'The bucket is ready.', PhysicalResourceId: 'bucket' },
  });
  expect(asked.map(({ what }) => what)).toEqual([
    ...['publicAccessBlock', 'ownershipControls', 'encryption', 'versioning', 'lifecycle', 'cors'],
    ...['read notification', 'notification'],
  ]);
  const bodies = Object.fromEntries(asked.map(({ what, body }) => [what, body]));
  expect(bodies['versioning']).toContain('<Status>Enabled</Status>');
  expect(bodies['encryption']).toContain('<SSEAlgorithm>AES256</SSEAlgorithm>');
  expect(bodies['publicAccessBlock']).not.toContain('false');
  expect(bodies['lifecycle']).toContain('<Prefix>exports/</Prefix>');
  expect(bodies['lifecycle']).toContain('<Days>7</Days>');
  expect(bodies['cors']).toContain('<AllowedOrigin>https://admin.example</AllowedOrigin>');
  expect(bodies['notification']).toContain('EventBridgeConfiguration');
});

test('who was told of its objects is told on, and EventBridge once', async () => {
  const queue = '<QueueConfiguration><Id>mine</Id><Queue>arn:mine</Queue></QueueConfiguration>';
  const wrapped = (inner: string): Answered => ({
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<NotificationConfiguration>${inner}</NotificationConfiguration>`,
  });
  answers = { notification: wrapped(queue) };
  await told('Create');
  expect(asked.at(-1)?.body).toContain('<Queue>arn:mine</Queue>');
  expect(asked.at(-1)?.body).toContain('EventBridgeConfiguration');
  asked = [];
  answers = { notification: wrapped('<EventBridgeConfiguration></EventBridgeConfiguration>') };
  await told('Create');
  expect(asked.at(-1)?.what).toBe('read notification');
});

test('rights that are not known everywhere yet, and what goes on beside it, are waited for', async () => {
  const denied = refused('AccessDenied');
  const aborted = refused('OperationAborted');
  first = { publicAccessBlock: [denied, denied], lifecycle: [aborted] };
  expect(await told('Create')).toMatchObject({ Status: 'SUCCESS' });
  expect(pauses).toEqual([1_000, 2_000, 4_000]);
  answers = { versioning: denied };
  expect(await told('Create')).toMatchObject({
    Status: 'FAILED',
    Reason: 'The bucket is not ready: the bucket does not take its versions: AccessDenied.',
  });
  // Function and CloudFormation have five minutes for it.
  expect(pauses.slice(3).reduce((sum, ms) => sum + ms, 0)).toBe(120_000);
});

test('a setting that is refused fails the deployment with a sentence', async () => {
  answers = { ownershipControls: refused('InvalidBucketAclWithObjectOwnership') };
  expect(await told('Create')).toMatchObject({
    Status: 'FAILED',
    Reason:
      'The bucket is not ready: the bucket does not take its ownership: InvalidBucketAclWithObjectOwnership.',
  });
  expect(asked.map(({ what }) => what)).toEqual(['publicAccessBlock', 'ownershipControls']);
});

test('P-19: Delete changes nothing of a bucket', async () => {
  expect(await told('Delete')).toMatchObject({ Status: 'SUCCESS' });
  expect(asked).toEqual([]);
});
