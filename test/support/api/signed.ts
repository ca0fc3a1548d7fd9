import { createHash, createHmac } from 'node:crypto';
import { type HttpAnswer } from './client.ts';

export interface Signing {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly service?: string;
  /** The body that was signed, when another one is sent. */
  readonly signedBody?: string;
  /** When it was signed; otherwise within the minutes that a signature is good for. */
  readonly at?: string;
}

/** Signature Version 4 of a POST, written down anew so that it is a check on the one that the stack verifies with. */
export async function sendSigned(url: string, body: string, signing: Signing): Promise<HttpAnswer> {
  const { accessKeyId, secretAccessKey, service = 'appsync', signedBody = body } = signing;
  const amzDate = signing.at ?? '20261120T023300Z';
  const host = new URL(url).host;
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest();
  const scope = `${amzDate.slice(0, 8)}/ap-southeast-1/${service}/aws4_request`;
  const headers = `host:${host}\nx-amz-date:${amzDate}\n`;
  const request = ['POST', '/graphql', '', headers, 'host;x-amz-date', sha(signedBody)].join('\n');
  const text = ['AWS4-HMAC-SHA256', amzDate, scope, sha(request)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(mac, `AWS4${secretAccessKey}`);
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const response = await fetch(`${url}graphql`, {
    method: 'POST',
    body,
    headers: {
      'x-amz-date': amzDate,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
