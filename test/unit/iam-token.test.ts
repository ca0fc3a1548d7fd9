import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, test } from 'vitest';
import { iamToken } from '../../services/db/iam-token.ts';

const place = {
  host: 'meetassist.c0ffee.ap-southeast-1.rds.amazonaws.com',
  port: 5432,
  user: 'meetassist_api',
  region: 'ap-southeast-1',
};
const keys = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'a secret/with+signs=',
  // With every character that addresses write otherwise.
  sessionToken: "IQoJb3JpZ2luX2VjE//+Zz0=='()!* ~",
};
const now = new Date('2026-03-01T08:09:10.987Z');

/** The address of a request presigned by the signer that the AWS SDK uses, without its protocol. */
async function presigned(
  { host, port, user, region }: typeof place,
  credentials: Pick<typeof keys, 'accessKeyId' | 'secretAccessKey'>,
): Promise<string> {
  const signer = new SignatureV4({ service: 'rds-db', region, credentials, sha256: Sha256 });
  const { query } = await signer.presign(
    {
      ...{ method: 'GET', protocol: 'https:', hostname: host, port, path: '/' },
      query: { Action: 'connect', DBUser: user },
      headers: { host: `${host}:${port}` },
    },
    { expiresIn: 900, signingDate: now },
  );
  return new URL(
    `https://${host}:${port}/?${new URLSearchParams(query as Record<string, string>)}`,
  ).searchParams
    .toString()
    .split('&')
    .sort()
    .join('&');
}

const parametersOf = (token: string): string =>
  new URL(`https://${token}`).searchParams.toString().split('&').sort().join('&');

test.for([
  ['keys of a role', keys],
  ['keys of a user', { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey }],
] as const)('a token with %s is what the signer of the AWS SDK makes of it', async ([, given]) => {
  expect(parametersOf(iamToken(place, given, now))).toBe(await presigned(place, given));
});

test('a token has the form that RDS documents: the address without its protocol, for 15 minutes', () => {
  const token = iamToken(place, keys, now);
  expect(token).toMatch(
    /^meetassist\.c0ffee\.ap-southeast-1\.rds\.amazonaws\.com:5432\/\?Action=connect&DBUser=meetassist_api&X-Amz-Algorithm=AWS4-HMAC-SHA256&/,
  );
  const { searchParams } = new URL(`https://${token}`);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    'X-Amz-Credential': 'ASIAEXAMPLE/20260301/ap-southeast-1/rds-db/aws4_request',
    'X-Amz-Date': '20260301T080910Z',
    'X-Amz-Expires': '900',
    'X-Amz-Security-Token': keys.sessionToken,
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});
