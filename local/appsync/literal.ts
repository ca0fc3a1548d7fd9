import {
  type GraphQLInputType,
  type GraphQLScalarType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ObjectValueNode,
  type ValueNode,
} from 'graphql';
import { literalText } from './graphql-java-wording.ts';
import { scalarNamed } from './scalars.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** A null that only turned up with the variables' values, where none may be. */
export class ArgumentError extends Error {
  /** `place` names it, as in "Argument 'id'". */
  constructor(place: string, type: GraphQLInputType) {
    super(`${place} has coerced Null value for NonNull type '${String(type)}'`);
  }
}

/**
 * What is wrong with a literal in the place of `type`, or null. `name` is the argument, for the parts of an input
 * object `argument.field`. Variables inside are somebody else's matter.
 */
export function literalComplaint(
  type: GraphQLInputType,
  node: ValueNode,
  name: string,
): string | null {
  if (node.kind === Kind.VARIABLE) return null;
  const complain = (what: string) => `argument '${name}' with value '${literalText(node)}' ${what}`;
  if (isNonNullType(type)) {
    if (node.kind === Kind.NULL) return complain('must not be null');
    return literalComplaint(type.ofType, node, name);
  }
  if (node.kind === Kind.NULL) return null;
  if (isListType(type)) {
    if (node.kind !== Kind.LIST) return literalComplaint(type.ofType, node, name);
    return first(node.values, (item, index) =>
      literalComplaint(type.ofType, item, `${name}[${index}]`),
    );
  }
  if (isInputObjectType(type)) {
    if (node.kind !== Kind.OBJECT) return complain('must be an object type');
    const fields = type.getFields();
    const given = new Set(node.fields.map(field => field.name.value));
    const missing = Object.values(fields).filter(
      field => isNonNullType(field.type) && !field.astNode?.defaultValue && !given.has(field.name),
    );
    if (missing.length > 0) {
      return complain(`is missing required fields '[${missing.map(f => f.name).join(', ')}]'`);
    }
    return first(node.fields, ({ name: { value: fieldName }, value }) => {
      const field = fields[fieldName];
      if (!field) return complain(`contains a field not in '${type.name}': '${fieldName}'`);
      return literalComplaint(field.type, value, `${name}.${fieldName}`);
    });
  }
  if (isEnumType(type)) {
    const known = node.kind === Kind.ENUM && type.getValue(node.value) !== undefined;
    return known ? null : complain(`is not a valid '${type.name}'`);
  }
  return scalarValue(type, node) === undefined ? complain(`is not a valid '${type.name}'`) : null;
}

/**
 * The value of a literal that was found right. A variable that was left out makes its field or argument absent
 * (`undefined`) and a list item null. Throws an ArgumentError for a null inside that may not be there.
 */
export function literalValue(
  type: GraphQLInputType,
  node: ValueNode,
  variables: Variables,
): unknown {
  if (node.kind === Kind.VARIABLE) {
    const name = node.name.value;
    return Object.hasOwn(variables, name) ? variables[name] : undefined;
  }
  if (isNonNullType(type)) return literalValue(type.ofType, node, variables);
  if (node.kind === Kind.NULL) return null;
  if (isListType(type)) {
    if (node.kind !== Kind.LIST) return [literalValue(type.ofType, node, variables)];
    return node.values.map(item => {
      const value = literalValue(type.ofType, item, variables) ?? null;
      return admitted(value, type.ofType, 'List item');
    });
  }
  if (isInputObjectType(type)) {
    return node.kind === Kind.OBJECT ? objectValue(type, node, variables) : undefined;
  }
  if (isEnumType(type)) return node.kind === Kind.ENUM ? node.value : undefined;
  return scalarValue(type, node);
}

export function hasVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(hasVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some(field => hasVariable(field.value));
  return node.kind === Kind.VARIABLE;
}

function first<T>(
  items: readonly T[],
  complaint: (item: T, index: number) => string | null,
): string | null {
  for (const [index, item] of items.entries()) {
    const found = complaint(item, index);
    if (found !== null) return found;
  }
  return null;
}

function admitted(value: unknown, type: GraphQLInputType, place: string): unknown {
  if (value === null && isNonNullType(type)) throw new ArgumentError(place, type);
  return value;
}

function objectValue(
  type: Extract<GraphQLInputType, { getFields: unknown }>,
  node: ObjectValueNode,
  variables: Variables,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const given = new Map(node.fields.map(field => [field.name.value, field.value]));
  for (const field of Object.values(type.getFields())) {
    const literal = given.get(field.name);
    const value = literal && literalValue(field.type, literal, variables);
    const fallback = field.astNode?.defaultValue;
    if (value !== undefined) {
      result[field.name] = admitted(value, field.type, `Input field '${field.name}'`);
    } else if (fallback) result[field.name] = literalValue(field.type, fallback, {});
  }
  return result;
}

function scalarValue(type: GraphQLScalarType, node: ValueNode): unknown {
  const scalar = scalarNamed(type.name);
  switch (node.kind) {
    case Kind.STRING:
      return scalar?.parse(node.value);
    case Kind.INT:
      return scalar?.parse(type.name === 'ID' ? node.value : Number(node.value));
    case Kind.FLOAT:
      return type.name === 'Float' ? scalar?.parse(Number(node.value)) : undefined;
    case Kind.BOOLEAN:
      return scalar?.parse(node.value);
    default:
      return undefined;
  }
}
