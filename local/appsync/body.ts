import { type IncomingMessage } from 'node:http';
import { type GraphqlRequest } from './api.ts';
import { type CallError } from './errors.ts';

/** Larger bodies are refused before they are read to their end. */
const LARGEST_BODY_BYTES = 1024 * 1024;

export type BodyResult =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly status: 400 | 413; readonly error: CallError };

export type RequestResult =
  | { readonly ok: true; readonly request: GraphqlRequest }
  | { readonly ok: false; readonly error: CallError };

/** Collects a body. One that announces or reaches too many bytes is refused at once; what follows is not kept. */
export function readBody(request: IncomingMessage): Promise<BodyResult> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY_BYTES) {
    return Promise.resolve(tooLarge);
  }
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY_BYTES) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      request.removeAllListeners('data');
      resolve(tooLarge);
    });
    request.on('end', () => resolve({ ok: true, bytes: Buffer.concat(chunks) }));
    request.on('error', () => resolve({ ok: false, status: 400, error: broken }));
    request.on('aborted', () => resolve({ ok: false, status: 400, error: broken }));
  });
}

/** The JSON of a POST. */
export function parseBody(bytes: Buffer): RequestResult {
  if (bytes.length === 0) return { ok: false, error: empty };
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { ok: false, error: unreadable };
  }
  return requestFrom(parsed);
}

/** The parameters of a GET, with `variables` as JSON. */
export function parseQueryString(url: string): RequestResult {
  const mark = url.indexOf('?');
  const parameters = new URLSearchParams(mark < 0 ? '' : url.slice(mark));
  if (parameters.get('query') === null) return { ok: false, error: empty };
  const text = parameters.get('variables');
  let variables: unknown = null;
  try {
    if (text !== null && text !== '') variables = JSON.parse(text);
  } catch {
    return { ok: false, error: unreadable };
  }
  return requestFrom({
    query: parameters.get('query'),
    variables,
    operationName: parameters.get('operationName'),
  });
}

const malformed = (message: string): CallError => ({
  errorType: 'MalformedHttpRequestException',
  message,
});
const empty = malformed('Request body is empty.');
const unreadable = malformed('Unable to parse GraphQL query.');
const broken = malformed('The request body ended before it was complete.');
const tooLarge: BodyResult = {
  ok: false,
  status: 413,
  error: {
    errorType: 'RequestEntityTooLargeException',
    message: `The request body is larger than ${LARGEST_BODY_BYTES} bytes (1 MB).`,
  },
};

function requestFrom(parsed: unknown): RequestResult {
  if (!isRecord(parsed)) return { ok: false, error: unreadable };
  const { query, variables = null, operationName = null } = parsed;
  const named = operationName === null || typeof operationName === 'string';
  if (typeof query !== 'string' || !named) return { ok: false, error: unreadable };
  if (variables !== null && !isRecord(variables)) return { ok: false, error: unreadable };
  return { ok: true, request: { query, variables, operationName } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
