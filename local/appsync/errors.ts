/** Where in the request's text something stands, counted from 1. The service never names the source. */
export interface SourceLocation {
  readonly line: number;
  readonly column: number;
  readonly sourceName: null;
}

export type PathKey = string | number;

/** A request that was refused before execution: no `errorType`, no path. */
export interface RequestError {
  readonly path: null;
  readonly locations: readonly SourceLocation[] | null;
  readonly message: string;
}

/** What a resolver raised, or a denial or limit at a field: always all six keys. */
export interface FieldError {
  readonly path: readonly PathKey[];
  readonly data: unknown;
  readonly errorType: string | null;
  readonly errorInfo: unknown;
  readonly locations: readonly SourceLocation[];
  readonly message: string;
}

/** A value that its type does not admit, or a null where none may be. */
export interface CompletionError {
  readonly path: readonly PathKey[];
  readonly locations: null;
  readonly message: string;
}

/** A call that was turned away as a whole: unreadable, unauthenticated, too large. */
export interface CallError {
  readonly errorType: string;
  readonly message: string;
}

export type ErrorBody = RequestError | FieldError | CompletionError | CallError;

export function requestError(
  message: string,
  locations: readonly SourceLocation[] | null,
): RequestError {
  return { path: null, locations, message };
}

export function fieldError(
  path: readonly PathKey[],
  location: SourceLocation,
  errorType: string | null,
  message: string,
  data: unknown = null,
  errorInfo: unknown = null,
): FieldError {
  return { path, data, errorType, errorInfo, locations: [location], message };
}

export function completionError(path: readonly PathKey[], message: string): CompletionError {
  return { path, locations: null, message };
}

/** A path as messages show it: `/items[3]/orderDate`. */
export function pathText(path: readonly PathKey[]): string {
  return path.map(key => (typeof key === 'number' ? `[${key}]` : `/${key}`)).join('');
}

export function at(line: number, column: number): SourceLocation {
  return { line, column, sourceName: null };
}
