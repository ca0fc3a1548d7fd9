import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { type RequestError, requestError } from './errors.ts';
import { locationOf } from './graphql-java-wording.ts';
import { literalValue, type Variables } from './literal.ts';
import { javaClass, scalarNamed } from './scalars.ts';

export type CoercedVariables =
  | { readonly ok: true; readonly values: Variables }
  | { readonly ok: false; readonly error: RequestError };

/**
 * The variables of an operation as its arguments will use them: checked, defaults filled in, AWSJSON parsed. Variables
 * that the operation does not declare are dropped. The first fault refuses the request.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  given: Variables,
): CoercedVariables {
  const values: Record<string, unknown> = Object.create(null);
  for (const definition of definitions) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue;
    try {
      if (Object.hasOwn(given, name) && given[name] !== undefined) {
        values[name] = coerce(type, given[name], name, name);
      } else if (definition.defaultValue) {
        values[name] = literalValue(type, definition.defaultValue, {});
      } else if (isNonNullType(type)) {
        coerce(type, null, name, name);
      }
    } catch (cause) {
      if (!(cause instanceof Unacceptable)) throw cause;
      const locations = cause.located ? [locationOf(definition.loc)] : null;
      return { ok: false, error: requestError(cause.message, locations) };
    }
  }
  return { ok: true, values };
}

class Unacceptable extends Error {
  /** Whether the answer says where; the service does not for every fault. */
  readonly located: boolean;
  constructor(message: string, located = true) {
    super(message);
    this.located = located;
  }
}

/**
 * As in the service's messages: a value that does not fit is named by its innermost field, a null where none may be by
 * the variable.
 */
function coerce(type: GraphQLInputType, value: unknown, variable: string, name: string): unknown {
  if (isNonNullType(type)) {
    if (value === null || value === undefined) {
      throw new Unacceptable(
        `Variable '${variable}' has coerced Null value for NonNull type '${String(type)}'`,
      );
    }
    return coerce(type.ofType, value, variable, name);
  }
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.map(item => coerce(type.ofType, item, variable, name));
  }
  if (isInputObjectType(type)) return coerceObject(type, value, variable, name);
  if (isEnumType(type)) {
    if (typeof value === 'string' && type.getValue(value)) return value;
    throw invalid(
      name,
      `Invalid input for Enum '${type.name}'. No value found for name '${printed(value)}'`,
    );
  }
  const scalar = scalarNamed(type.name);
  const parsed = scalar?.parse(value);
  if (parsed === undefined) throw invalid(name, scalar?.complaint(value, 'in') ?? '');
  return parsed;
}

function coerceObject(
  type: GraphQLInputObjectType,
  value: unknown,
  variable: string,
  name: string,
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(
      name,
      `Expected type 'Map' but was '${javaClass(value)}'. Variables for input objects must be an instance of type 'Map'.`,
    );
  }
  const given = new Map(Object.entries(value));
  const fields = type.getFields();
  for (const fieldName of given.keys()) {
    if (!Object.hasOwn(fields, fieldName)) {
      throw new Unacceptable(
        `The variables input contains a field that is not defined for input object type '${type.name}' `,
        false,
      );
    }
  }
  const result: Record<string, unknown> = {};
  for (const field of Object.values(fields)) {
    const fallback = field.astNode?.defaultValue;
    if (given.has(field.name)) {
      result[field.name] = coerce(field.type, given.get(field.name), variable, field.name);
    } else if (fallback) {
      result[field.name] = literalValue(field.type, fallback, {});
    } else if (isNonNullType(field.type)) {
      coerce(field.type, null, variable, field.name);
    }
  }
  return result;
}

function invalid(name: string, complaint: string): Unacceptable {
  return new Unacceptable(`Variable '${name}' has an invalid value. ${complaint}`);
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
