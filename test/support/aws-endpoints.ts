import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Invocation } from '../../local/lambda/invocation.ts';

/** One request that came in. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** It takes the request and says nothing. */
  readonly never?: boolean;
}

/** An HTTP server on this machine. */
export interface Endpoint {
  readonly url: string;
  /** What came in since the last call. */
  received(): Received[];
  close(): Promise<void>;
}

/** Answers each request as it is told, one after the other. */
export async function startEndpoint(
  answer: (request: Received) => Answered | Promise<Answered>,
): Promise<Endpoint> {
  let seen: Received[] = [];
  const server = createServer((request, response) => {
    void take(request).then(async received => {
      seen.push(received);
      send(response, await answer(received));
    });
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received() {
      const those = seen;
      seen = [];
      return those;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As Secrets Manager answers GetSecretValue. */
export function secretAnswer(text: string): Answered {
  return json({ ARN: 'arn:of-the-secret', Name: 'master', SecretString: text, VersionId: 'v1' });
}

/** As services that speak JSON answer what they refuse; its message is not for everybody. */
export function refusal(type: string, status = 400): Answered {
  const body = { __type: type, message: `the words of ${type}`, Message: `the words of ${type}` };
  return { ...json(body), status, headers: { 'x-amzn-errortype': type } };
}

/** As Lambda answers a synchronous call. */
export function invocationAnswer(invocation: Invocation): Answered {
  if (invocation.ok) return { status: 200, body: invocation.payload };
  const { errorType, errorMessage } = invocation;
  const body = JSON.stringify({ errorType, errorMessage, trace: [] });
  return { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body };
}

function json(value: unknown): Answered {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status: 200, headers, body: JSON.stringify(value) };
}

async function take(request: IncomingMessage): Promise<Received> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const { url = '', headers } = request;
  return { path: url, headers, body: Buffer.concat(pieces).toString() };
}

function send(response: ServerResponse, { status, headers, body, never }: Answered): void {
  if (never) return;
  response.writeHead(status, { ...headers }).end(body ?? '');
}
