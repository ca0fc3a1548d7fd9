import {
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { selectedFields } from './contract.ts';

/** Where a value is and what is wrong with it there. */
export interface Conformance {
  readonly faults: readonly string[];
  /** Every `Type.field` that had a value other than null. */
  readonly seen: ReadonlySet<string>;
}

/** Compares a value with what the contract promises for everything that `selectionOf(type, depth)` selects. */
export function conformance(value: unknown, type: GraphQLOutputType, depth: number): Conformance {
  const faults: string[] = [];
  const seen = new Set<string>();
  check(value, type, depth, 'data');
  return { faults, seen };

  function check(part: unknown, of: GraphQLOutputType, levels: number, path: string): void {
    if (isNonNullType(of)) {
      if (part === null || part === undefined) faults.push(`${path} is ${String(part)}`);
      else check(part, of.ofType, levels, path);
    } else if (part === null) return;
    else if (isListType(of)) {
      if (!Array.isArray(part)) faults.push(`${path} is no list`);
      else part.forEach((item, i) => check(item, of.ofType, levels, `${path}[${i}]`));
    } else if (isObjectType(of)) {
      for (const field of selectedFields(of, levels)) {
        const inner = (part as Record<string, unknown>)[field.name];
        if (inner === undefined) faults.push(`${path}.${field.name} is missing`);
        else check(inner, field.type, levels - 1, `${path}.${field.name}`);
        if (inner !== null && inner !== undefined) seen.add(`${of.name}.${field.name}`);
      }
    } else if (!isOfLeaf(part, of))
      faults.push(`${path} is ${JSON.stringify(part)}, no ${of.name}`);
  }
}

const date = /^\d{4}-\d{2}-\d{2}$/;
const time = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?$/;
const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2}(:\d{2})?)$/;

const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  ID: value => typeof value === 'string',
  String: value => typeof value === 'string',
  Boolean: value => typeof value === 'boolean',
  Int: value => Number.isInteger(value) && Math.abs(value as number) <= 2_147_483_647,
  Float: value => typeof value === 'number' && Number.isFinite(value),
  AWSDate: value => typeof value === 'string' && date.test(value),
  AWSTime: value => typeof value === 'string' && time.test(value),
  /** Text over HTTP, a value in the service. */
  AWSJSON: value => typeof value === 'string' || typeof value === 'object',
  AWSDateTime: value => typeof value === 'string' && dateTime.test(value),
};

function isOfLeaf(value: unknown, type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues().some(({ name }) => name === value);
  const form = forms[named.name];
  if (!form) throw new Error(`what form has a ${named.name}?`);
  return form(value);
}
