import { type AuditEntity } from '../../generated/graphql.ts';

/** The columns of a row that an event tells: those that changed, all of a new or a removed row. */
export type Told = Readonly<Record<string, unknown>>;

/** A recorded change, with what its summary says of the thing it is about. */
export interface RecordedEvent {
  readonly actor: string;
  readonly actorName: string | null;
  /** The mutation; `insert`, `update` or `delete` where something else than the API did it. */
  readonly action: string;
  readonly entity: AuditEntity;
  readonly entityId: string;
  /** Null for a new row, and where anonymising took out what was told. */
  readonly before: Told | null;
  /** Null for a removed row, and where anonymising took out what was told. */
  readonly after: Told | null;
  readonly reason: string | null;
  readonly subject: Subject | null;
  /** Names of the consultants whom the event mentions, by id. */
  readonly consultants: Readonly<Record<string, string>> | null;
}

/** What tells one thing from another of its kind, besides its id; absent where it does not apply. */
export interface Subject {
  /** YYYY-MM-DD, after the event. */
  readonly date?: string | null;
  /** HH:MM:SS, after the event. */
  readonly time?: string | null;
  /** Of a person or a program. */
  readonly name?: string | null;
  /** Of the customer who takes part. */
  readonly customer?: string | null;
}
