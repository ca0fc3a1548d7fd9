import { createHash, createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { SignatureV4 } from '@smithy/signature-v4';
import { type LocalCredentials } from '../identity/sigv4.ts';
import { LOCAL_REGION } from './bus-event.ts';

export interface GraphqlCall {
  /** Of the API: `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** PEM of the certificate that is trusted; null over http. */
  readonly certificate: string | null;
  readonly credentials: LocalCredentials;
  readonly now: Date;
  readonly body: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };
}

export interface GraphqlReply {
  readonly status: number;
  readonly text: string;
}

/** Longer than the API lets a request take. */
const PATIENCE_MS = 35_000;

/** Calls the API as the credentials' role. Rejects when no whole answer came. */
export async function callGraphql(call: GraphqlCall, signal: AbortSignal): Promise<GraphqlReply> {
  const { url, credentials, now, certificate } = call;
  const { protocol, hostname, host, pathname } = new URL(url);
  const body = JSON.stringify(call.body);
  const signer = new SignatureV4({
    service: 'appsync',
    region: LOCAL_REGION,
    credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol,
      hostname,
      path: pathname,
      query: {},
      headers: { host, 'content-type': 'application/json' },
      body,
    },
    { signingDate: now },
  );
  return new Promise((resolve, reject) => {
    const send = protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
      ...(certificate !== null && { ca: certificate }),
    });
    request.on('error', reject);
    request.on('response', response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.end(body);
  });
}

type Data = string | ArrayBuffer | ArrayBufferView;

/** The hash as the signer of the AWS SDK wants it. */
class Sha256 {
  readonly #hash;
  constructor(secret?: Data) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }
  update(data: Data): void {
    this.#hash.update(bytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytes(data: Data): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
