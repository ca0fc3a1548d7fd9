import { type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type LocalCredentials, type SignedService, verifySignature } from '../identity/sigv4.ts';
import { listen } from '../http-server.ts';
import { type Invocation } from '../lambda/invocation.ts';
import { type MasterUser } from '../rds/master.ts';

export interface DeploymentServicesOptions {
  /** Of the function that may ask. */
  readonly credentials: LocalCredentials;
  readonly clock: () => Date;
  readonly master: MasterUser;
  /** By name, what is called through Lambda. */
  readonly invoke: (name: string, event: string) => Promise<Invocation> | undefined;
}

/** What CloudFormation was told. */
export interface ResourceAnswer {
  readonly Status: string;
  readonly Reason?: string;
  readonly Data?: Readonly<Record<string, string>>;
}

/** Secrets Manager with the master user's secret, Lambda, and the address at which CloudFormation takes an answer. */
export interface DeploymentServices {
  /** `http://127.0.0.1:<port>`, for the SDK's `endpoint` of both. */
  readonly url: string;
  /** Where the answer is put. */
  readonly answerUrl: string;
  /** What was put there. */
  answer(): ResourceAnswer | undefined;
  close(): Promise<void>;
}

interface Answered {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const INVOKE = /^\/2015-03-31\/functions\/([\w-]+)\/invocations$/;
const ANSWER = '/custom-resource-answer';

/** Serves one deployment, on a free port of this machine. Requests to services of AWS must be signed. */
export async function startDeploymentServices(
  options: DeploymentServicesOptions,
): Promise<DeploymentServices> {
  let told: ResourceAnswer | undefined;
  // A loader works as long as it works.
  const http = await listen(0);

  async function answer(request: IncomingMessage): Promise<Answered> {
    const { method, url = '' } = request;
    const body = await buffer(request);
    if (method === 'PUT' && url === ANSWER) {
      told = JSON.parse(body.toString()) as ResourceAnswer;
      return { status: 200 };
    }
    const [, name] = INVOKE.exec(url) ?? [];
    if (!isSigned(request, body, name === undefined ? 'secretsmanager' : 'lambda')) {
      return refusal('AccessDeniedException', 403);
    }
    if (name === undefined) return secretAnswer(request);
    const invocation = await options.invoke(name, body.toString());
    return invocation ? invocationAnswer(invocation) : refusal('ResourceNotFoundException', 404);
  }

  function isSigned(request: IncomingMessage, body: Buffer, service: SignedService): boolean {
    const { method = '', url = '', headers } = request;
    const signed = { method, url, headers, body, sourceIp: '127.0.0.1' };
    return verifySignature(signed, options.credentials, options.clock(), service).ok;
  }

  function secretAnswer({ headers }: IncomingMessage): Answered {
    if (headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') {
      return refusal('UnknownOperationException', 400);
    }
    const body = JSON.stringify({ Name: 'master', SecretString: JSON.stringify(options.master) });
    return { status: 200, headers: JSON_TYPE, body };
  }

  http.serve((request, response) => {
    void answer(request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      () => response.destroy(),
    );
  });
  const url = `http://127.0.0.1:${http.port}`;
  return { url, answerUrl: url + ANSWER, answer: () => told, close: () => http.close() };
}

const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.1' };

function refusal(type: string, status: number): Answered {
  const headers = { ...JSON_TYPE, 'x-amzn-errortype': type };
  return { status, headers, body: JSON.stringify({ __type: type }) };
}

function invocationAnswer(invocation: Invocation): Answered {
  if (invocation.ok) return { status: 200, body: invocation.payload };
  const { errorType, errorMessage } = invocation;
  const headers = { 'x-amz-function-error': 'Unhandled' };
  return { status: 200, headers, body: JSON.stringify({ errorType, errorMessage, trace: [] }) };
}
