import { type ClientBase } from 'pg';
import { type Bucket } from '../s3/bucket.ts';

/** What a work function is given besides its input. */
export interface JobContext {
  /** The connection of the function's role, for this job alone; outside of any transaction. */
  readonly client: ClientBase;
  readonly bucket: Bucket;
  readonly now: () => Date;
  /** IANA name of the business zone. */
  readonly zone: string;
  readonly jobId: string;
  /** What people call who started the job. */
  readonly actor: string;
}

/** A job came to an end that its result tells of, and that trying again would not change. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
  readonly result: unknown;
  constructor(message: string, result: unknown, options?: ErrorOptions) {
    super(message, options);
    this.result = result;
  }
}
