import { type ClientBase } from 'pg';
import { type RunTrigger } from '../archive/documents.ts';
import { type Bucket } from '../s3/bucket.ts';
import { type Notes } from '../telemetry/notes.ts';

/** What a job does; each kind has one work function. */
export type JobKind =
  | 'RUN'
  | 'VERIFY'
  | 'LOAD_DAYS'
  | 'IMPORT_ORIGINAL'
  | 'EXPORT_ORIGINAL'
  | 'EXPORT_CSV'
  | 'RESTORE_DRILL';

/** QUEUED until its function begins, RUNNING until it ends; then one of the others for ever. */
export type JobStatus = 'QUEUED' | 'RUNNING' | JobOutcome;
export type JobOutcome = 'SUCCEEDED' | 'UNCHANGED' | 'SUSPECT' | 'FAILED';

/** A row of `archive_job`. Instants are ISO 8601 with an offset. */
export interface Job {
  /** Of a run of the archive, this is the run's id too. */
  readonly id: string;
  readonly kind: JobKind;
  readonly status: JobStatus;
  /** What the work function is called with. */
  readonly input: unknown;
  /** What it came to; null until then, and where there is nothing to tell. */
  readonly result: unknown;
  /** One sentence, without SQL and personal data. */
  readonly error: string | null;
  /** The token's subject, or the role's ARN. */
  readonly actor: string;
  readonly actorName: string;
  readonly trigger: RunTrigger;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** The job that failed and that this one tries again. */
  readonly attemptOf: string | null;
}

/** What a work function is given besides its input. */
export interface JobContext {
  /** The connection of the function's role, for this job alone; outside of any transaction. */
  readonly client: ClientBase;
  /** Runs `use` with one more connection of the same role, and closes it. Left out: there is only the one. */
  readonly withAnother?: <Result>(use: (client: ClientBase) => Promise<Result>) => Promise<Result>;
  readonly bucket: Bucket;
  readonly now: () => Date;
  /** IANA name of the business zone. */
  readonly zone: string;
  readonly jobId: string;
  /** What people call who started the job. */
  readonly actor: string;
  /** For the log. Left out: nothing is counted. */
  readonly notes?: Pick<Notes, 'count'>;
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
