import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { LOCAL_CREDENTIALS, type SignedRequest } from '../../../local/identity/sigv4.ts';

/** The hash as the signer of the AWS SDK wants it. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : bytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytes(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

export interface Signing {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly service?: string;
  readonly signedAt?: Date;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly host?: string;
  readonly body?: string;
  /** Headers that are sent but not signed. */
  readonly unsigned?: readonly string[];
}

/** A request as the AWS SDK signs it, with the local credentials unless told otherwise. */
export async function signed(now: Date, signing: Signing = {}): Promise<SignedRequest> {
  const { accessKeyId, secretAccessKey } = { ...LOCAL_CREDENTIALS, ...signing };
  const { sessionToken } = signing;
  const {
    service = 'appsync',
    signedAt = now,
    path = '/graphql',
    query = {},
    unsigned = [],
  } = signing;
  const {
    host = '127.0.0.1:4000',
    body = '{"query":"{ jobs { id } }","variables":{"name":"Nguyễn"}}',
  } = signing;
  const signer = new SignatureV4({
    service,
    region: 'ap-southeast-1',
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
    },
    sha256: Sha256,
  });
  const request = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      query,
      headers: {
        host,
        'content-type': 'application/json',
        'x-amz-user-agent': 'a  b   c',
      },
      body,
    },
    { signingDate: signedAt, unsignableHeaders: new Set(unsigned) },
  );
  const parameters = new URLSearchParams(query).toString();
  return {
    method: 'POST',
    url: parameters === '' ? path : `${path}?${parameters}`,
    headers: request.headers,
    body: Buffer.from(body),
    sourceIp: '127.0.0.1',
  };
}
