import { failureText, withoutValues } from '../../services/telemetry/failure.ts';

/** What a bundled function tells of an error, and what leaves it. */
export function handler(): { readonly at: readonly string[]; readonly stack: string } {
  const error = new Error('a value');
  return { at: failureText(error).at, stack: withoutValues(error).stack ?? '' };
}
