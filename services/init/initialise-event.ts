import { type MasterUser } from './master-secret.ts';

/** Asks the loader to prepare the database. */
export interface InitialiseEvent {
  readonly initialise: { readonly master: MasterUser };
}

/** What the loader did. */
export interface Initialised {
  /** Names of the migrations that were applied now, in order. */
  readonly applied: readonly string[];
  /** When the database was empty and the bucket held an archive. */
  readonly restored?: {
    readonly runId: string;
    /** Instant of the archive's snapshot. */
    readonly snapshotAt: string;
    readonly rows: number;
  };
  /** The latest migration of a database that knows more than this version, and was left as it is. */
  readonly newer?: string;
}
