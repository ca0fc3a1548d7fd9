import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { CannotStart } from '../cannot-start.ts';
import { listen } from '../http-server.ts';
import { sendAnswer, sendError, type Common } from './answer.ts';
import { authorize, type S3Credentials } from './authorization.ts';
import { type BucketStore, openBucketStore } from './bucket-store.ts';
import { createCors } from './cors.ts';
import { operationName, operationOf } from './dispatch.ts';
import { S3Error } from './errors.ts';
import { type Expiry, removeExpired } from './expiry.ts';
import { ConnectionEnds, type Fault, type Faults } from './faults.ts';
import { DamagedObject } from './object-file.ts';
import { type CreatedObject } from './operation.ts';
import { readRequest, type S3Request } from './request.ts';
import { createUploads, removeEndedUploads, type Uploads } from './uploads.ts';

export interface LocalS3Options {
  /** Where the objects are kept between runs; used by one process at a time. */
  readonly directory: string;
  readonly clock: () => Date;
  readonly credentials: S3Credentials;
  /** Of others that are let in, told apart by their access keys. */
  readonly otherCredentials?: readonly S3Credentials[];
  /** There is no operation that makes buckets. */
  readonly buckets: readonly string[];
  /** What goes by itself, when the server starts. Default: nothing. */
  readonly expiry?: readonly Expiry[];
  /** False: nothing is forced to disk, for tests. Default true. */
  readonly durable?: boolean;
  /** Default: 0, a free one. */
  readonly port?: number;
  /** Pages of these may up- and download by links. Default: none. */
  readonly origins?: readonly string[];
  /** Told of every object that was stored, before its writer is. What it throws is logged and has no effect. */
  readonly onObjectCreated?: (bucket: string, key: string, object: CreatedObject) => void;
  /** What goes wrong, for tests. */
  readonly faults?: Faults;
  /** Told in lines of what should not happen. Default: the standard error stream. */
  readonly log?: (line: string) => void;
}

/** A running server. */
export interface LocalS3 {
  /** `http://127.0.0.1:<port>`; buckets are the first part of the path. */
  readonly url: string;
  readonly port: number;
  /** Makes an empty bucket, or opens it. */
  addBucket(name: string): Promise<void>;
  /** Ends every connection, also those in the middle of a request. */
  close(): Promise<void>;
}

interface OpenedBucket {
  readonly store: BucketStore;
  readonly uploads: Uploads;
}

/** Uploads of large files take their time. */
const PATIENCE = { headersMs: 10_000, requestMs: 600_000 };

/**
 * Starts an S3 server that the AWS SDK talks to with `forcePathStyle: true`. Every request must be signed with the
 * credentials. An object is stored whole or not at all, whenever the process is killed. Throws `CannotStart`.
 */
export async function openLocalS3(options: LocalS3Options): Promise<LocalS3> {
  const { directory, durable = true, log = line => console.error(line) } = options;
  const http = await listen(options.port ?? 0, { patience: PATIENCE, option: '--s3-port' });
  const buckets = new Map<string, OpenedBucket>();
  async function addBucket(name: string): Promise<void> {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new Error(`${name} cannot be the name of a bucket`);
    }
    const store = await openBucketStore(directory, name, { durable });
    await removeEndedUploads(store);
    await removeExpired(store, options.expiry ?? [], options.clock());
    buckets.set(name, { store, uploads: createUploads(store, { durable }) });
  }
  try {
    for (const name of options.buckets) await addBucket(name);
  } catch (cause) {
    await http.close();
    if (!(cause instanceof DamagedObject)) throw cause;
    throw new CannotStart(`In the local S3, ${cause.message}; --reset starts afresh.`, { cause });
  }
  http.serve(createListener({ ...options, log, buckets }));
  return {
    url: `http://127.0.0.1:${http.port}`,
    port: http.port,
    addBucket,
    close: () => http.close(),
  };
}

interface Serving extends Omit<LocalS3Options, 'buckets'> {
  readonly log: (line: string) => void;
  readonly buckets: ReadonlyMap<string, OpenedBucket>;
}

function createListener(serving: Serving) {
  const cors = createCors(serving.origins ?? []);
  let number = 0;
  return (incoming: IncomingMessage, response: ServerResponse): void => {
    if (incoming.method === 'OPTIONS') return cors.preflight(incoming, response);
    number += 1;
    const headers = cors.headers(incoming);
    const { socket } = incoming;
    void serve(serving, { incoming, socket, response, number, headers }).catch((cause: unknown) => {
      serving.log(`S3 could not answer: ${String(cause)}`);
      socket.destroy();
    });
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  /** A message that was broken off has none any more. */
  readonly socket: Socket;
  readonly response: ServerResponse;
  readonly number: number;
  readonly headers: Common['headers'];
}

async function serve(serving: Serving, exchange: Exchange): Promise<void> {
  const { incoming, socket, response, headers } = exchange;
  const now = serving.clock();
  const isHead = incoming.method === 'HEAD';
  let common: Common = { requestId: 'NONE', now, headers, isHead };
  try {
    const request = readRequest(incoming);
    common = { ...common, requestId: request.id };
    await answer(serving, { ...exchange, common }, request);
  } catch (cause) {
    if (cause instanceof ConnectionEnds || response.headersSent) {
      if (!(cause instanceof ConnectionEnds))
        serving.log(`S3 broke off an answer: ${String(cause)}`);
      socket.resetAndDestroy();
      return;
    }
    // A client that broke off its own body hears nothing of it.
    if (!(cause instanceof S3Error)) serving.log(`S3 answers InternalError: ${String(cause)}`);
    const error = cause instanceof S3Error ? cause : internalError();
    sendError(response, error, incoming.url?.split('?', 1)[0] ?? '', common);
    // What is still coming must not stand in the way of the next request of this connection.
    incoming.resume();
  }
}

async function answer(
  serving: Serving,
  { response, number, common }: Exchange & { readonly common: Common },
  request: S3Request,
): Promise<void> {
  const { now } = common;
  const name = operationName(request);
  const fault = serving.faults?.({
    number,
    operation: name,
    bucket: request.bucket,
    key: request.key,
  });
  if (fault === 'SILENCE') return;
  strike(fault);
  const known = [serving.credentials, ...(serving.otherCredentials ?? [])];
  const payload = authorize(request, known, now);
  const operation = operationOf(name, request);
  const { store, uploads } = bucketOf(serving, request.bucket);
  const result = await operation.run({
    request,
    store,
    uploads,
    payload,
    now,
    fault,
    bucket: other => bucketOf(serving, other).store,
    created: (key, object) =>
      notify(serving, request.bucket, key, { ...object, requestId: request.id, at: now }),
  });
  await sendAnswer(response, result, common, fault);
}

/** Faults that strike before anything is done. */
function strike(fault: Fault | undefined): void {
  if (fault === 'REFUSE') throw new ConnectionEnds();
  if (fault === 'ERROR_500') throw internalError();
  if (fault === 'ERROR_503') throw new S3Error('SlowDown', 'Please reduce your request rate.');
  if (fault === 'DENY') throw new S3Error('AccessDenied', 'Access Denied');
}

function internalError(): S3Error {
  return new S3Error('InternalError', 'We encountered an internal error. Please try again.');
}

function bucketOf({ buckets }: Serving, name: string): OpenedBucket {
  const bucket = buckets.get(name);
  if (bucket) return bucket;
  throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
}

function notify(
  { onObjectCreated, log }: Serving,
  bucket: string,
  key: string,
  object: CreatedObject,
): void {
  try {
    onObjectCreated?.(bucket, key, object);
  } catch (cause) {
    log(`S3 could not tell of a new object: ${String(cause)}`);
  }
}
