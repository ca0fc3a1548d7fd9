import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  readConfig,
  readDeploymentConfig,
  readJobConfig,
  readScheduleConfig,
} from '../../services/handlers/config.ts';

const ca = path.join(import.meta.dirname, '../fixtures/tls/ca.pem');
const deployed = {
  DATABASE_HOST: 'database.example',
  DATABASE_NAME: 'meetassist',
  DATABASE_USER: 'meetassist_api',
  DATABASE_AUTH: 'iam',
  DATABASE_TLS: 'verify',
  DATABASE_CA_FILE: ca,
  AWS_REGION: 'ap-southeast-1',
};

test('a deployed function signs in with a token for each connection, by the keys that it has then', async () => {
  const env: NodeJS.ProcessEnv = { ...deployed };
  const { database } = readConfig(env);
  const token = database.password as () => Promise<string>;
  await expect(token()).rejects.toThrow('the environment variable AWS_ACCESS_KEY_ID is missing');
  Object.assign(env, { AWS_ACCESS_KEY_ID: 'FIRST', AWS_SECRET_ACCESS_KEY: 'secret' });
  expect(await token()).toMatch(
    /^database\.example:5432\/\?Action=connect&DBUser=meetassist_api&.*Credential=FIRST%2F/,
  );
  Object.assign(env, { AWS_ACCESS_KEY_ID: 'SECOND', AWS_SESSION_TOKEN: 'session' });
  expect(await token()).toMatch(/Credential=SECOND%2F.*&X-Amz-Security-Token=session&/);
});

test('a function that reaches the database through a proxy is told so', () => {
  expect(readConfig(deployed).database.behindProxy).toBeUndefined();
  expect(readConfig({ ...deployed, DATABASE_PROXY: 'on' }).database.behindProxy).toBe(true);
});

test('without a word about it, connections are verified and signed in to with tokens', () => {
  const { DATABASE_AUTH, DATABASE_TLS, ...rest } = deployed;
  const { database } = readConfig(rest);
  expect([DATABASE_AUTH, DATABASE_TLS]).toEqual(['iam', 'verify']);
  expect(database.password).toBeTypeOf('function');
  expect(database.tls && new X509Certificate(database.tls.ca).ca).toBe(true);
});

test.for([
  ['DATABASE_AUTH', 'secret', 'DATABASE_AUTH is secret; use iam or password'],
  ['DATABASE_AUTH', 'password', 'the environment variable DATABASE_PASSWORD is missing'],
  ['AWS_REGION', '', 'the environment variable AWS_REGION is missing'],
  ['DATABASE_TLS', 'off', 'DATABASE_TLS=off is for a database on this machine; use verify'],
  [
    'DATABASE_CA_FILE',
    '/var/task/rds-ca/xx-nowhere-1.pem',
    'the certificate authorities of the database cannot be read from /var/task/rds-ca/xx-nowhere-1.pem: this version brings none for the region, or the file is missing',
  ],
] as const)('%s=%s is refused with a sentence', ([name, value, sentence]) => {
  expect(() => readConfig({ ...deployed, [name]: value })).toThrow(sentence);
});

test('the deployment’s function knows the secret by its name alone', () => {
  const env = { MASTER_SECRET_ARN: 'arn:secret', LOADER_FUNCTION: 'loader', AWS_REGION: 'here' };
  expect(readDeploymentConfig(env)).toEqual({
    masterSecret: 'arn:secret',
    loader: 'loader',
    region: 'here',
  });
  const { MASTER_SECRET_ARN, ...rest } = env;
  expect(() => readDeploymentConfig(rest)).toThrow(/MASTER_SECRET_ARN is missing/);
  expect(MASTER_SECRET_ARN).toBe('arn:secret');
});

const place = { ...deployed, ARCHIVE_BUCKET: 'data', SCHEDULE_RULE: 'rule' };
const endpoints = {
  S3_ENDPOINT: (value: string) => readJobConfig({ ...place, S3_ENDPOINT: value }).bucket.endpoint,
  EVENTS_ENDPOINT: (value: string) =>
    readScheduleConfig({ ...place, EVENTS_ENDPOINT: value }).endpoint,
};

test.for(Object.entries(endpoints))('%s is a server on this machine, or none', ([name, read]) => {
  for (const here of ['http://127.0.0.1:4001', 'http://[::1]:9', 'https://localhost/']) {
    expect(read(here)).toBe(here);
  }
  expect(read('')).toBeUndefined();
  for (const elsewhere of [
    'https://s3.example.com',
    'http://127.0.0.1.example.com',
    'http://127.0.0.1@example.com',
    'http://169.254.169.254/',
    '127.0.0.1:4001',
  ]) {
    expect(() => read(elsewhere)).toThrow(`${name} is ${elsewhere}; it is for a server on this`);
  }
});
