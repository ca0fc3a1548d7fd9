import { type Override } from '../../generated/graphql.ts';

export { type Override };

/** The reasons to be passed over, each once and in one order, so that equal requests are equal statements. */
export function overridesOf(given: readonly Override[] | null | undefined): Override[] {
  return [...new Set(given ?? [])].sort();
}
