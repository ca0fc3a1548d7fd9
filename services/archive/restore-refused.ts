import { type ArchivedTable } from './layout.ts';

export type RestoreRefusal =
  /** Nothing has been archived there. */
  | 'NO_ARCHIVE'
  /** Written by a version that knows more than this one. */
  | 'NEWER_ARCHIVE'
  /** The archive was last written by another database than the one that wants days of it. */
  | 'FOREIGN_ARCHIVE'
  /** Its records are divided into the days of another zone. */
  | 'OTHER_ZONE'
  /** A document is no such document, or says what cannot be. */
  | 'BAD_DOCUMENT'
  /** A table or column that this version does not have. */
  | 'UNKNOWN_NAME'
  | 'OBJECT_MISSING'
  /** The bytes are not those that were archived. */
  | 'OBJECT_DAMAGED'
  /** A value that its column cannot hold. */
  | 'BAD_VALUE'
  /** A row that breaks a rule of the database. */
  | 'RULE_BROKEN';

/** Where it is: all that is known. */
export interface Place {
  readonly table?: ArchivedTable;
  /** Key of the object or document. */
  readonly file?: string;
  /** 1 is the first after the header. */
  readonly row?: number;
  readonly column?: string;
}

/**
 * Why rows do not come from an archive into the database, which stays as it was. The message is a sentence that names
 * the place and no value of the data.
 */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
  readonly reason: RestoreRefusal;
  readonly place: Place;

  constructor(reason: RestoreRefusal, what: string, place: Place = {}, options?: ErrorOptions) {
    super(`${written(place)}${what}`, options);
    this.reason = reason;
    this.place = place;
  }
}

function written({ table, file, row, column }: Place): string {
  const parts = [
    file ?? table,
    row !== undefined && `row ${row}`,
    column !== undefined && `column ${column}`,
  ].filter(part => part !== undefined && part !== false);
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}
