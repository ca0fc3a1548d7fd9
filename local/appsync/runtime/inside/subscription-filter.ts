import { Failure, hasOwn, isArray } from './builtins.ts';

/** One comparison of a filter: the field of the published object, and what it is compared with. */
export interface FilterEntry {
  readonly fieldName: string;
  readonly operator: string;
  readonly value: unknown;
}

/** Groups are alternatives; the entries of a group must all hold. */
export interface SubscriptionFilter {
  readonly filterGroup: readonly { readonly filters: readonly FilterEntry[] }[];
}

/** Alternatives of entries that must all hold. */
type Alternatives = readonly (readonly FilterEntry[])[];

const OPERATORS: readonly string[] = [
  ...['eq', 'ne', 'le', 'lt', 'ge', 'gt', 'contains', 'notContains', 'beginsWith'],
  ...['in', 'notIn', 'between', 'containsAny'],
];

/**
 * `util.transform.toSubscriptionFilter`: fields are joined by and, several operators of one field by or, `and` and `or`
 * take lists. `ignored` fields of the first level are left out; of the `rules` at least one must hold as well. Source:
 * AppSync developer guide, "Transformation helpers in util.transform".
 */
export function toSubscriptionFilter(
  filter: unknown,
  ignored: unknown,
  rules: unknown,
): SubscriptionFilter {
  const left = isArray(ignored) ? ignored.map(String) : [];
  const own = alternativesOf(filter, left);
  const strict = fieldsOf(rules ?? {}).flatMap(([name, operators]) => ofField(name, operators));
  const all =
    strict.length === 0
      ? own
      : both(
          own,
          strict.map(entry => [entry]),
        );
  return {
    filterGroup: all.filter(filters => filters.length > 0).map(filters => ({ filters })),
  };
}

function alternativesOf(filter: unknown, ignored: readonly string[]): Alternatives {
  let all: Alternatives = [[]];
  for (const [name, value] of fieldsOf(filter)) {
    if (ignored.includes(name)) continue;
    if (name === 'and') {
      for (const part of listOf(name, value)) all = both(all, alternativesOf(part, []));
    } else if (name === 'or') {
      all = both(
        all,
        listOf(name, value).flatMap(part => alternativesOf(part, [])),
      );
    } else {
      all = both(
        all,
        ofField(name, value).map(entry => [entry]),
      );
    }
  }
  return all;
}

function ofField(fieldName: string, operators: unknown): FilterEntry[] {
  return fieldsOf(operators).map(([operator, value]) => {
    if (!OPERATORS.includes(operator)) {
      throw new Failure(`util.transform.toSubscriptionFilter: ${operator} is no operator`);
    }
    return { fieldName, operator, value };
  });
}

function both(a: Alternatives, b: Alternatives): Alternatives {
  return a.flatMap(left => b.map(right => [...left, ...right]));
}

function fieldsOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || isArray(value)) {
    throw new Failure('util.transform.toSubscriptionFilter: a filter is an object');
  }
  return Object.entries(value);
}

function listOf(name: string, value: unknown): unknown[] {
  if (isArray(value)) return value as unknown[];
  throw new Failure(`util.transform.toSubscriptionFilter: ${name} takes a list`);
}

/** A filter that somebody made by hand, or with the function above. Throws when it is none. */
export function checkedFilter(by: string, filter: unknown): SubscriptionFilter {
  const groups =
    typeof filter === 'object' && filter !== null && hasOwn(filter, 'filterGroup')
      ? (filter as { filterGroup: unknown }).filterGroup
      : undefined;
  const sound =
    isArray(groups) &&
    groups.every(
      (group: unknown) =>
        typeof group === 'object' &&
        group !== null &&
        isArray((group as { filters?: unknown }).filters) &&
        (group as { filters: unknown[] }).filters.every(isEntry),
    );
  if (!sound)
    throw new Failure(
      `${by}: the filter is { filterGroup: [{ filters: [{ fieldName, operator, value }] }] }`,
    );
  return filter as SubscriptionFilter;
}

function isEntry(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  const { fieldName, operator } = entry as Partial<FilterEntry>;
  return (
    typeof fieldName === 'string' &&
    typeof operator === 'string' &&
    OPERATORS.includes(operator) &&
    hasOwn(entry, 'value')
  );
}
