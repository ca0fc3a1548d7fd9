import { type DomainError, invalidInput, quoted } from './errors.ts';

/** Characters, as people and PostgreSQL count them. */
function charactersIn(text: string): number {
  return [...text].length;
}

/** A letter, digit or sign; marks and characters that take no room show nothing by themselves. */
const visible = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A text that must be there, without the blanks around it. Errors: `InvalidInput/BAD_LENGTH` naming the argument, also
 * when nothing of it can be seen.
 */
export function neededText(field: string, text: string, longest: number): string {
  const trimmed = text.trim();
  const length = charactersIn(trimmed);
  if (length > 0 && !visible.test(trimmed)) {
    throw invalidInput('BAD_LENGTH', `${field} shows nothing; use 1 to ${longest} characters`, {
      field,
    });
  }
  if (length < 1 || length > longest) {
    throw invalidInput('BAD_LENGTH', `${field} has ${length} characters; use 1 to ${longest}`, {
      field,
    });
  }
  return trimmed;
}

/**
 * A text that must stay there, for an update: undefined leaves it alone. Errors: `InvalidInput/REQUIRED` when null
 * would clear it, `BAD_LENGTH`.
 */
export function keptText(
  field: string,
  text: string | null | undefined,
  longest: number,
): string | undefined {
  if (text === undefined) return undefined;
  if (text === null) throw required(field);
  return neededText(field, text, longest);
}

/** What cannot be cleared; leaving the field out keeps it. */
export function required(field: string): DomainError {
  return invalidInput('REQUIRED', `${field} is null; give a value, or leave it out to keep it`, {
    field,
  });
}

/**
 * A text of a nullable column, as given; undefined stays absent, and null clears. Errors: `InvalidInput/BAD_LENGTH`.
 */
export function optionalText<Text extends string | null | undefined>(
  field: string,
  text: Text,
  longest: number,
): Text {
  if (typeof text !== 'string') return text;
  const length = charactersIn(text);
  if (length > longest) {
    throw invalidInput('BAD_LENGTH', `${field} has ${length} characters; use at most ${longest}`, {
      field,
    });
  }
  return text;
}

/** An address that a browser may be sent to. Errors: `InvalidInput/BAD_URL`. */
export function webAddress<Text extends string | null | undefined>(field: string, url: Text): Text {
  if (typeof url !== 'string' || /^https?:\/\/\S+$/i.test(url)) return url;
  throw invalidInput('BAD_URL', `${field} is ${quoted(url)}; use one with http:// or https://`, {
    field,
  });
}

/** An e-mail address, as far as can be said without writing to it. Errors: `InvalidInput/BAD_EMAIL`, `BAD_LENGTH`. */
export function emailAddress<Text extends string | null | undefined>(
  field: string,
  email: Text,
): Text {
  if (typeof email !== 'string') return email;
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    // Not quoted: it may be somebody's.
    throw invalidInput('BAD_EMAIL', `${field} is no e-mail address; use one like name@example.vn`, {
      field,
    });
  }
  return optionalText(field, email, 100);
}
