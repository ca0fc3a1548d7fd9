import { type FieldNode, Kind } from 'graphql';
import { type Variables } from '../literal.ts';

export type GivenArguments = Readonly<Record<string, unknown>>;

/**
 * What a subscriber gave to filter by: `coerced`, and null for an argument whose variable has no value. That is how the
 * service takes it, although everywhere else such an argument is left out.
 */
export function givenArguments(
  node: FieldNode,
  coerced: GivenArguments,
  variables: Variables,
): GivenArguments {
  const given: Record<string, unknown> = { ...coerced };
  for (const { name, value } of node.arguments ?? []) {
    if (value.kind === Kind.VARIABLE && variables[value.name.value] === undefined) {
      given[name.value] ??= null;
    }
  }
  return given;
}

/** The filter of a subscription that set none: each argument equals the field of its name. */
export function equalsArguments(given: GivenArguments, payload: unknown): boolean {
  return Object.entries(given).every(([name, value]) => {
    const found =
      typeof payload === 'object' && payload !== null && Object.hasOwn(payload, name)
        ? (payload as GivenArguments)[name]
        : null;
    return JSON.stringify(found ?? null) === JSON.stringify(value ?? null);
  });
}
