/** The closed list of `errorType`s that clients switch on. */
export type ErrorType = 'InvalidInput' | 'NotFound' | 'Conflict' | 'Forbidden' | 'Internal';

/** Sent as `errorInfo`. `reason` is stable; other entries are what the caller needs for the next step. */
export interface ErrorInfo {
  readonly reason: string;
  readonly [detail: string]: unknown;
}

/** An outcome the caller can act on. Whatever else is thrown is a defect and reaches clients as `Internal`. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly type: Exclude<ErrorType, 'Internal'>;
  readonly info: ErrorInfo;

  constructor(type: DomainError['type'], message: string, info: ErrorInfo, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
    this.info = info;
  }
}

/** The request is wrong as written. `field` names the argument. */
export function invalidInput(
  reason: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): DomainError {
  return new DomainError('InvalidInput', message, { reason, ...details });
}

/** The named thing is absent: `NotFound` with a reason like `APPOINTMENT_NOT_FOUND`. */
export function notFound(kind: string, id: string): DomainError {
  return new DomainError('NotFound', `there is no ${kind} ${quoted(id)}`, {
    reason: `${kind.toUpperCase().replaceAll(' ', '_')}_NOT_FOUND`,
    id,
  });
}

/** A value as an error message shows it: short, on one line, in quotes. */
export function quoted(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return `"${line.length > 60 ? `${line.slice(0, 57)}…` : line}"`;
}
