import { type AuditEntity } from '../../generated/graphql.ts';
import { type Action } from './actions.ts';

/** How a language tells what was done. `{…}` are places in a phrase. */
export interface Language {
  /** Phrases with `{who}` and `{what}`. */
  readonly actions: Readonly<Record<Action, string>>;
  /** `{who}`, `{what}` and `{action}`: of an action that has no phrase. */
  readonly otherAction: string;
  /** What an event is about, with `{id}` and, where there is something to tell it apart, `{label}`. */
  readonly things: Readonly<
    Record<AuditEntity, { readonly plain: string; readonly labelled: string }>
  >;
  /** `{participant}` and `{program}`. */
  readonly participation: string;
  readonly participant: { readonly plain: string; readonly labelled: string };
  /** Who acted without the API, with `{role}`. */
  readonly databaseRole: string;
  readonly columns: Readonly<Record<Column, string>>;
  /** `{column}`: a text that is too long to tell. */
  readonly textChanged: string;
  /** What stands for no value. */
  readonly none: string;
  readonly values: Readonly<Record<Value, string>>;
  /** `{n}` */
  readonly minutes: string;
  readonly decimalSign: string;
  /** `{reason}` */
  readonly reason: string;
  /** Said of an event that anonymising took the details from. */
  readonly blanked: string;
}

/** Columns that are told of. `period` is date and time together. */
export type Column =
  | 'period'
  | 'end_time'
  | 'duration_minutes'
  | 'status'
  | 'outcome'
  | 'customer_id'
  | 'consultant_id'
  | 'meeting_url'
  | 'description'
  | 'required_specialty'
  | 'cancel_reason'
  | 'legacy_overlap'
  | 'is_available'
  | 'full_name'
  | 'email'
  | 'phone_number'
  | 'date_of_birth'
  | 'notes'
  | 'is_disabled'
  | 'image_url'
  | 'specialties'
  | 'qualifications'
  | 'join_date'
  | 'max_per_day'
  | 'rating'
  | 'comment'
  | 'name'
  | 'content'
  | 'organizer'
  | 'url'
  | 'capacity';

/** Values that are words. Those that mean something else elsewhere have their entity before them. */
export type Value =
  | 'PENDING'
  | 'CONFIRMED'
  | 'COMPLETED'
  | 'CANCELLED'
  | 'ATTENDED'
  | 'NO_SHOW'
  | 'UPCOMING'
  | 'ONGOING'
  | 'PROGRAM.COMPLETED'
  | 'PROGRAM_PARTICIPANT.REGISTERED'
  | 'PROGRAM_PARTICIPANT.ATTENDED'
  | 'yes'
  | 'no';
