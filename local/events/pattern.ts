import { type NotifiedRule } from '../../build/rules.ts';

/** A pattern of EventBridge: each field that it names must be one of the values, or begin with one of the prefixes. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly (string | { readonly prefix: string })[];
}

/** The pattern of a rule about objects of this bucket. */
export function eventPattern(
  { keyPrefix }: Pick<NotifiedRule, 'keyPrefix'>,
  bucket: string,
): EventPattern {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucket] }, object: { key: [{ prefix: keyPrefix }] } },
  };
}

export function matches(pattern: EventPattern, event: object): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const value: unknown = Object.hasOwn(event, field) ? event[field as keyof typeof event] : null;
    if (!isList(wanted)) {
      return typeof value === 'object' && value !== null && matches(wanted, value);
    }
    if (typeof value !== 'string') return false;
    return wanted.some(each =>
      typeof each === 'string' ? each === value : value.startsWith(each.prefix),
    );
  });
}

function isList(
  wanted: EventPattern[string],
): wanted is readonly (string | { readonly prefix: string })[] {
  return Array.isArray(wanted);
}
