import { type CopyValue } from '../db/copy-from.ts';
import { isCalendarDate } from '../shared/dates.ts';
import { splitSpecialties } from './specialties.ts';

/** Takes what is to be said about the cell that is being read. */
export interface CellNotes {
  /** The row cannot be taken. */
  refuse(code: string, reason: string): void;
  /** The row is taken as it is, but somebody should look at it. */
  warn(code: string, reason: string): void;
  /** The cell is changed, because the import was asked to. */
  change(code: string, reason: string): void;
  /** Whether damaged phone numbers are to be repaired. */
  readonly fixPhones: boolean;
}

/**
 * What a cell that is not empty stands for, in the text that PostgreSQL reads. After a refusal the value does not
 * matter.
 */
export type ReadCell = (text: string, notes: CellNotes) => CopyValue;

/** A whole number within bounds, as the original writes it: digits only, no leading zero. */
export function wholeNumber(least: number, most: number): ReadCell {
  return (text, notes) => {
    if (!/^(0|[1-9][0-9]{0,9})$/.test(text)) {
      notes.refuse('BAD_NUMBER', 'is not a whole number; use digits only');
    } else if (Number(text) < least || Number(text) > most) {
      notes.refuse('OUT_OF_RANGE', `is outside ${least} to ${most}`);
    }
    return text;
  };
}

export const key = wholeNumber(1, 2_147_483_647);

/** Kept exactly as given, trailing zeros too. */
export const rating: ReadCell = (text, notes) => {
  if (!/^[0-9]{1,3}(\.[0-9]{1,16})?$/.test(text)) {
    notes.refuse('BAD_NUMBER', 'is not a rating; use a number like 4.5');
  } else if (!/^0*([0-4](\.[0-9]+)?|5(\.0+)?)$/.test(text)) {
    notes.refuse('OUT_OF_RANGE', 'is above 5; ratings go from 0 to 5');
  }
  return text;
};

/** Text of at most so many characters. */
export function text(most = Number.POSITIVE_INFINITY): ReadCell {
  return (value, notes) => {
    if (value.length > most && [...value].length > most) {
      notes.refuse('TOO_LONG', `has ${[...value].length} characters; at most ${most} are kept`);
    }
    return value;
  };
}

/** A name: lists and searches count on names without spaces around them. */
export function trimmedText(most: number): ReadCell {
  const read = text(most);
  return (value, notes) => {
    if (value.startsWith(' ') || value.endsWith(' ')) {
      notes.refuse('NOT_TRIMMED', 'begins or ends with a space; remove it');
    }
    return read(value, notes);
  };
}

/** `http://…` or `https://…` without spaces. */
export const webAddress: ReadCell = (value, notes) => {
  if (!/^https?:\/\/\S+$/i.test(value)) {
    notes.refuse(
      'BAD_ADDRESS',
      'is not a web address; use one that begins with http:// or https://',
    );
  }
  return value;
};

export const boolean: ReadCell = (value, notes) => {
  const lower = value.toLowerCase();
  if (lower !== 'true' && lower !== 'false')
    notes.refuse('BAD_BOOLEAN', 'is neither true nor false');
  return lower === 'true';
};

export const date: ReadCell = (value, notes) => {
  if (!isCalendarDate(value))
    notes.refuse('BAD_DATE', 'is not a date of the calendar; use YYYY-MM-DD');
  return value;
};

export const time: ReadCell = (value, notes) => {
  if (!isTime(value))
    notes.refuse('BAD_TIME', 'is not a time of day; use HH:MM:SS, 00:00:00 to 23:59:59');
  return value;
};

/** A wall clock of the office, without a zone. */
export const timestamp: ReadCell = (value, notes) => {
  const separator = value[10];
  const isPlain =
    (separator === 'T' || separator === ' ') &&
    isCalendarDate(value.slice(0, 10)) &&
    value.length >= 19 &&
    isTime(value.slice(11));
  if (!isPlain) {
    notes.refuse(
      'BAD_TIMESTAMP',
      'is not a date with a time of day; use YYYY-MM-DDTHH:MM:SS, the office’s wall clock, without a zone',
    );
  }
  return value;
};

/** One of the words, in any case; the database keeps them in upper case. */
export function status(...words: readonly string[]): ReadCell {
  return (value, notes) => {
    if (!words.includes(value.toLowerCase())) {
      notes.refuse('UNKNOWN_STATUS', `is not a status; use ${words.join(', ')}`);
    }
    return value.toUpperCase();
  };
}

/** An array of text, as PostgreSQL reads one. */
export const specialties: ReadCell = (value, notes) => {
  const all = splitSpecialties(value);
  if (all.some(each => [...each].length > 100)) {
    notes.refuse(
      'TOO_LONG',
      'names a specialty of more than 100 characters; separate them with commas',
    );
  }
  return `{${all.map(each => `"${each.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
};

function isTime(value: string): boolean {
  return /^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$/.test(value);
}

/** Seconds after midnight of a time that {@link time} took. */
export function secondsOf(value: string): number {
  const [hours, minutes, seconds] = value.split(':');
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds ?? 0);
}
