/** One SQL statement that a function ran while answering. Never holds values, only the statement's name. */
export interface TracedStatement {
  readonly name: string;
  readonly milliseconds: number;
  readonly rows: number;
}

/**
 * What became of one call of a function: its JSON answer, or the error as Lambda's `X-Amz-Function-Error` body names
 * it. `milliseconds` is the time inside the container, without waiting for a free one.
 */
export type Invocation = {
  readonly functionName: string;
  readonly milliseconds: number;
  readonly statements: readonly TracedStatement[];
} & (
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string }
);
