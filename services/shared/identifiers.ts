import { invalidInput, quoted } from './errors.ts';

/** An integer key from its GraphQL `ID`. Errors: `InvalidInput/BAD_ID` naming the argument. */
export function integerId(field: string, id: string): number {
  const value = /^[1-9][0-9]{0,9}$/.test(id) ? Number(id) : Number.NaN;
  if (!(value <= 2_147_483_647)) {
    throw invalidInput(
      'BAD_ID',
      `${field} is ${quoted(id)}; use a whole number from 1 to 2147483647`,
      { field },
    );
  }
  return value;
}

/** A customer's id. Errors: `InvalidInput/BAD_ID` naming the argument. */
export function customerId(field: string, id: string): string {
  const length = [...id].length;
  if (length < 1 || length > 100) {
    throw invalidInput('BAD_ID', `${field} has ${length} characters; use 1 to 100`, { field });
  }
  return id;
}

/** The version that the caller has seen; undefined when it does not matter. Errors: `InvalidInput/BAD_VERSION`. */
export function expectedVersion(version: number | null | undefined): number | undefined {
  if (version === null || version === undefined) return undefined;
  if (version >= 1) return version;
  throw invalidInput(
    'BAD_VERSION',
    `expectedVersion is ${version}; use the version that was read`,
    {
      field: 'expectedVersion',
    },
  );
}
