import { type Readable } from 'node:stream';

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Without quotes; the MD5 of the bytes for objects that were written in one request. */
  readonly etag: string;
  readonly lastModified: Date;
}

/** The bytes of an object that are not held in memory: each attempt to send them opens them anew. */
export interface RereadBytes {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly md5: string;
  open(): AsyncIterable<Buffer>;
}

/**
 * One bucket, as this system uses it. "Not there" is an answer; whatever else goes wrong is thrown as `BucketError`
 * after the client's own retries, so that a failing read is never taken for an absent object.
 */
export interface Bucket {
  readonly name: string;
  read(key: string): Promise<{ readonly body: Buffer; readonly etag: string } | undefined>;
  /** The body as a stream; it fails when it ends short of `bytes`. */
  open(
    key: string,
  ): Promise<
    { readonly body: Readable; readonly bytes: number; readonly etag: string } | undefined
  >;
  head(key: string): Promise<StoredObject | undefined>;
  /** In the order of keys. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Writes an object that is never changed (`If-None-Match: *`, `Content-MD5`). `exists` leaves what is there. */
  create(
    key: string,
    body: Buffer | RereadBytes,
    contentType: string,
  ): Promise<'created' | 'exists'>;
  /** Replaces what had this etag, or makes it where `etag` is undefined; `changed` when somebody else was faster. */
  replace(
    key: string,
    body: Buffer,
    contentType: string,
    etag: string | undefined,
  ): Promise<{ readonly etag: string } | 'changed'>;
  /** Writes what may be overwritten: exports, repairs, lists for Athena. Only a stream is sent in parts. */
  write(
    key: string,
    body: Buffer | RereadBytes | AsyncIterable<Buffer>,
    contentType: string,
  ): Promise<void>;
  /** A link that works without credentials, for GET. `fileName` is what a browser saves it as. */
  downloadLink(key: string, options: { seconds: number; fileName?: string }): Promise<string>;
  /** A link that works without credentials, for PUT. */
  uploadLink(key: string, options: { seconds: number; contentType: string }): Promise<string>;
}
