import { type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { errorDocument, type S3Error } from './errors.ts';
import { ConnectionEnds, type Fault } from './faults.ts';
import { type S3Answer } from './operation.ts';
import { toXml } from './xml.ts';

/** Headers that every answer carries. */
export interface Common {
  readonly requestId: string;
  readonly now: Date;
  readonly headers: OutgoingHttpHeaders;
  /** HEAD: headers only. */
  readonly isHead: boolean;
}

/** Sends what an operation answered. Rejects when the body cannot be read, or the client goes away. */
export async function sendAnswer(
  response: ServerResponse,
  { status = 200, headers = {}, document, body }: S3Answer,
  common: Common,
  fault?: Fault,
): Promise<void> {
  if (document) return sendText(response, status, toXml(document), common);
  if (!body) {
    const empty = status === 204 || common.isHead ? {} : { 'content-length': 0 };
    response.writeHead(status, { ...commonHeaders(common), ...empty, ...headers });
    response.end();
    return;
  }
  response.writeHead(status, { ...commonHeaders(common), ...headers });
  let left = fault === 'CUT_ANSWER' ? Math.floor(body.bytes / 2) : Number.POSITIVE_INFINITY;
  if (left === 0) response.flushHeaders();
  for await (const piece of body.pieces) {
    const part = piece.subarray(0, left);
    left -= part.length;
    await written(response, part);
    if (left === 0) throw new ConnectionEnds();
  }
  response.end();
}

/** Waits until the client has taken it, so that a slow one holds little memory. */
function written(response: ServerResponse, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = (): void => reject(new ConnectionEnds());
    if (response.destroyed) return onClose();
    response.once('close', onClose);
    response.write(piece, cause => {
      response.off('close', onClose);
      if (cause) reject(new ConnectionEnds());
      else resolve();
    });
  });
}

/** Sends why a request is refused. */
export function sendError(
  response: ServerResponse,
  error: S3Error,
  resource: string,
  common: Common,
): void {
  const document = toXml(errorDocument(error, resource, common.requestId));
  const etag = error.code === 'NotModified' ? error.details['ETag'] : undefined;
  const headers = etag === undefined ? common.headers : { ...common.headers, etag: `"${etag}"` };
  sendText(response, error.status, document, { ...common, headers });
}

function sendText(response: ServerResponse, status: number, text: string, common: Common): void {
  if (common.isHead || status === 304) {
    response.writeHead(status, commonHeaders(common));
    response.end();
    return;
  }
  response.writeHead(status, {
    ...commonHeaders(common),
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function commonHeaders({ requestId, now, headers }: Common): OutgoingHttpHeaders {
  return {
    'x-amz-request-id': requestId,
    'x-amz-id-2': 'local',
    date: now.toUTCString(),
    server: 'MeetAssistLocalS3',
    ...headers,
  };
}
