/** An error of the protocol. Errors of GraphQL have the shape of answers over HTTP. */
export interface ProtocolError {
  readonly errorType: string;
  readonly message: string;
  readonly errorCode?: number;
}

/** What a client sends. */
export type ClientFrame =
  | { readonly type: 'connection_init' }
  | { readonly type: 'start'; readonly id: string; readonly start: StartPayload }
  | { readonly type: 'stop'; readonly id: string };

export interface StartPayload {
  /** As sent: signatures are made over it. */
  readonly data: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly operationName: string | null;
  /** Not read yet. */
  readonly authorization: unknown;
}

export type ReadFrame =
  | { readonly ok: true; readonly frame: ClientFrame }
  | { readonly ok: false; readonly id: string | null; readonly error: ProtocolError };

/** Ids are made by clients, commonly UUIDs. */
const LONGEST_ID = 256;

export function readFrame(text: string): ReadFrame {
  const frame = parsed(text);
  if (!isObject(frame)) return unread(null, 'The message is not a JSON object.');
  const { type } = frame;
  const id = typeof frame['id'] === 'string' ? frame['id'] : '';
  if (type === 'connection_init') return { ok: true, frame: { type } };
  if (type !== 'start' && type !== 'stop') {
    return { ok: false, id: id || null, error: unsupported };
  }
  if (id === '' || id.length > LONGEST_ID) {
    return unread(null, `The id of the message is no text of 1 to ${LONGEST_ID} characters.`);
  }
  if (type === 'stop') return { ok: true, frame: { type, id } };
  const start = readStart(frame['payload']);
  return typeof start === 'string'
    ? unread(id, start)
    : { ok: true, frame: { type: 'start', id, start } };
}

/** A sentence says what is missing. */
function readStart(payload: unknown): StartPayload | string {
  if (!isObject(payload)) return 'The payload of start is no object.';
  const { data, extensions } = payload;
  const request = typeof data === 'string' ? parsed(data) : undefined;
  if (typeof data !== 'string' || !isObject(request)) {
    return 'payload.data is no text with a JSON object in it.';
  }
  const { query, variables = null, operationName = null } = request;
  if (typeof query !== 'string') return 'payload.data has no query.';
  if (variables !== null && !isObject(variables)) return 'The variables are no object.';
  if (operationName !== null && typeof operationName !== 'string') {
    return 'operationName is no text.';
  }
  const authorization = isObject(extensions) ? extensions['authorization'] : undefined;
  return { data, query, variables, operationName, authorization };
}

/** Source: artilleryio/artillery issue 1567. */
const unsupported: ProtocolError = {
  errorType: 'UnsupportedOperation',
  message: 'unknown not supported through the realtime channel',
};

function unread(id: string | null, message: string): ReadFrame {
  return { ok: false, id, error: { errorType: 'BadRequestException', message, errorCode: 400 } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the server sends. */
export const frames = {
  ack: (connectionTimeoutMs: number) =>
    JSON.stringify({ type: 'connection_ack', payload: { connectionTimeoutMs } }),
  keepAlive: JSON.stringify({ type: 'ka' }),
  startAck: (id: string) => JSON.stringify({ type: 'start_ack', id }),
  /** `payload` is JSON already: many subscribers get the same. */
  data: (id: string, payload: string) =>
    `{"id":${JSON.stringify(id)},"type":"data","payload":${payload}}`,
  complete: (id: string) => JSON.stringify({ type: 'complete', id }),
  error: (id: string | null, errors: readonly object[]) =>
    JSON.stringify({ ...(id !== null && { id }), type: 'error', payload: { errors } }),
  connectionError: (error: ProtocolError) =>
    JSON.stringify({ type: 'connection_error', payload: { errors: [error] } }),
};
