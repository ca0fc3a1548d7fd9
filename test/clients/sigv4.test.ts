import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../local/identity/sigv4.ts';
import { type ClientStack, startClientStack } from './support.ts';

let stack: ClientStack;
beforeAll(async () => {
  stack = await startClientStack();
});
afterAll(() => stack.stop());

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

async function ask(query: string, credentials: Credentials = LOCAL_CREDENTIALS) {
  const { hostname, host, pathname } = new URL(stack.endpoint);
  const signer = new SignatureV4({
    service: 'appsync',
    region: 'ap-southeast-1',
    credentials,
    sha256: Sha256,
  });
  const body = JSON.stringify({ query });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname,
    path: pathname,
    headers: { host, 'content-type': 'application/json' },
    body,
  });
  const response = await fetch(stack.endpoint, { method: 'POST', headers, body });
  const type = response.headers.get('x-amzn-errortype');
  return { status: response.status, type, body: (await response.json()) as unknown };
}

describe('a caller who signs', () => {
  test('is let in, and asks about the schema', async () => {
    const { status, body } = await ask('{ __typename __type(name: "Customer") { kind } }');
    expect(status).toBe(200);
    expect(body).toEqual({ data: { __typename: 'Query', __type: { kind: 'OBJECT' } } });
  });

  test('is denied, field by field, what is open to users of the pool only', async () => {
    expect(await ask('{ customers { totalCount } overview { asOf } }')).toMatchObject({
      status: 200,
      body: {
        data: { customers: null, overview: null },
        errors: [
          {
            errorType: 'Unauthorized',
            path: ['customers'],
            message: 'Not Authorized to access customers on type Query',
          },
          {
            errorType: 'Unauthorized',
            path: ['overview'],
            message: 'Not Authorized to access overview on type Query',
          },
        ],
      },
    });
  });

  test('is turned away with another secret, or as somebody else', async () => {
    const { accessKeyId } = LOCAL_CREDENTIALS;
    expect(await ask('{ __typename }', { accessKeyId, secretAccessKey: 'x' })).toMatchObject({
      status: 403,
      type: 'InvalidSignatureException',
    });
    expect(
      await ask('{ __typename }', { ...LOCAL_CREDENTIALS, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }),
    ).toEqual({
      status: 403,
      type: 'UnrecognizedClientException',
      body: {
        errors: [
          {
            errorType: 'UnrecognizedClientException',
            message: 'The security token included in the request is invalid.',
          },
        ],
      },
    });
  });
});
