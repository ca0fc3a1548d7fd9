import {
  type FilterEntry,
  type SubscriptionFilter,
} from '../runtime/inside/subscription-filter.ts';

/** Names reach through objects down to here. Source: AppSync developer guide, "enhanced subscription filtering". */
const MOST_LEVELS = 5;

/** Why the service would not filter by this as it was meant, or null. */
export function complaintAbout(filter: SubscriptionFilter): string | null {
  for (const { fieldName } of filter.filterGroup.flatMap(group => group.filters)) {
    if (fieldName.split('.').length > MOST_LEVELS) {
      return `The filter of ${fieldName} is deeper than ${MOST_LEVELS} levels.`;
    }
  }
  return null;
}

/** Whether a published object satisfies one of the groups; by field names, as the mutation selected it. */
export function matches({ filterGroup }: SubscriptionFilter, payload: unknown): boolean {
  return filterGroup.some(({ filters }) => filters.every(entry => holds(entry, payload)));
}

/** What was not selected, or lies in a list of objects, satisfies nothing, not even `ne`. */
function holds({ fieldName, operator, value }: FilterEntry, payload: unknown): boolean {
  const found = valueAt(payload, fieldName.split('.'));
  if (found === undefined) return false;
  switch (operator) {
    case 'eq':
      return found === value;
    case 'ne':
      return found !== value;
    case 'lt':
      return compared(found, value, order => order < 0);
    case 'le':
      return compared(found, value, order => order <= 0);
    case 'gt':
      return compared(found, value, order => order > 0);
    case 'ge':
      return compared(found, value, order => order >= 0);
    case 'between':
      return (
        Array.isArray(value) &&
        value.length === 2 &&
        compared(found, value[0], order => order >= 0) &&
        compared(found, value[1], order => order <= 0)
      );
    case 'contains':
      return contains(found, value);
    case 'notContains':
      return (typeof found === 'string' || Array.isArray(found)) && !contains(found, value);
    case 'beginsWith':
      return typeof found === 'string' && typeof value === 'string' && found.startsWith(value);
    case 'in':
      return Array.isArray(value) && value.includes(found);
    case 'notIn':
      return Array.isArray(value) && !value.includes(found);
    case 'containsAny':
      return Array.isArray(value) && value.some(each => contains(found, each));
    default:
      return false;
  }
}

/** The value at the end of a way through objects; undefined where there is none. */
function valueAt(payload: unknown, way: readonly string[]): unknown {
  let value = payload;
  for (const name of way) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** Numbers with numbers and texts with texts; anything else has no order. */
function compared(a: unknown, b: unknown, test: (order: number) => boolean): boolean {
  if (typeof a === 'number' && typeof b === 'number') return test(a - b);
  if (typeof a === 'string' && typeof b === 'string') return test(a < b ? -1 : a > b ? 1 : 0);
  return false;
}

function contains(found: unknown, value: unknown): boolean {
  if (typeof found === 'string') return typeof value === 'string' && found.includes(value);
  return Array.isArray(found) && found.includes(value);
}
