import { type OutgoingHttpHeaders } from 'node:http';
import { type PayloadCheck } from './authorization.ts';
import { type BucketStore } from './bucket-store.ts';
import { type Fault } from './faults.ts';
import { type S3Request } from './request.ts';
import { type Uploads } from './uploads.ts';
import { type XmlNode } from './xml.ts';

/** An object that was just stored. */
export interface CreatedObject {
  readonly bytes: number;
  /** Without quotes. */
  readonly etag: string;
  /** Of the request that stored it. */
  readonly requestId: string;
  /** As in the names of S3's events: `ObjectCreated:Put`, … */
  readonly cause: 'Put' | 'Copy' | 'CompleteMultipartUpload';
  readonly at: Date;
}

/** What an operation works with. */
export interface S3Context {
  readonly request: S3Request;
  readonly store: BucketStore;
  readonly uploads: Uploads;
  readonly payload: PayloadCheck;
  /** The server's time, read once for the request. */
  readonly now: Date;
  readonly fault: Fault | undefined;
  readonly created: (key: string, object: Omit<CreatedObject, 'requestId' | 'at'>) => void;
  /** Another bucket of the server, to copy from. Throws `NoSuchBucket`. */
  readonly bucket: (name: string) => BucketStore;
}

/** What an operation answers: a document, a stream of bytes, or headers alone. */
export interface S3Answer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly document?: XmlNode;
  readonly body?: { readonly bytes: number; readonly pieces: AsyncGenerator<Buffer> };
}

export interface Operation {
  /** Parameters of the query that it understands. */
  readonly parameters: readonly string[];
  readonly run: (context: S3Context) => Promise<S3Answer>;
}

/** An etag as it stands in headers and documents. */
export const quoted = (etag: string): string => `"${etag}"`;

/** An instant to the second, as S3 keeps it. */
export const toSecond = (at: Date): string =>
  new Date(Math.floor(at.getTime() / 1_000) * 1_000).toISOString();
