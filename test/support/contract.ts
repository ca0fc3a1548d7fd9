import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { resolvers } from '../../resolvers/manifest.ts';
import { operations } from '../../services/handlers/operations.ts';

/** The contract as AppSync serves it. */
export const contract = buildSchema(
  ['../../local/appsync/service.graphql', '../../schema.graphql']
    .map(file => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('\n'),
);

export function objectType(name: string): GraphQLObjectType {
  const type = contract.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type of the contract`);
  return type;
}

/** The field of `Type.field`. */
export function fieldNamed(coordinate: string): GraphQLField<unknown, unknown> {
  const [type = '', name = ''] = coordinate.split('.');
  const found = objectType(type).getFields()[name];
  if (!found) throw new Error(`${coordinate} is no field of the contract`);
  return found;
}

/** Every object type of the contract with its fields, the root type included. */
export const objectTypes = Object.values(contract.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
);

/** Operations that only read, by `Type.field`. */
export const readingOperations = Object.keys(operations).filter(
  name => !name.startsWith('Mutation.'),
);

/** The types that a request begins with. */
export function isRoot(typeName: string): boolean {
  return ['Query', 'Mutation', 'Subscription'].includes(typeName);
}

/** A field that comes with its object, not from a resolver of its own. */
export function comesAlong(typeName: string, fieldName: string): boolean {
  return !resolvers.some(
    resolver => resolver.typeName === typeName && resolver.fieldName === fieldName,
  );
}

/**
 * The text of a selection of every field that comes along with an object of this type, with the objects inside it
 * down to `depth` levels; empty for a leaf.
 */
export function selectionOf(type: string | GraphQLOutputType, depth: number): string {
  const named = typeof type === 'string' ? objectType(type) : getNamedType(type);
  if (!isObjectType(named)) return '';
  const parts = selectedFields(named, depth).map(field => {
    const inner = selectionOf(field.type, depth - 1);
    return inner ? `${field.name} ${inner}` : field.name;
  });
  return `{ ${parts.join(' ')} }`;
}

/** The fields that `selectionOf` selects of an object with `depth` levels below it. */
export function selectedFields(
  type: GraphQLObjectType,
  depth: number,
): GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields()).filter(
    field =>
      comesAlong(type.name, field.name) &&
      (depth > 0 || !isCompositeType(getNamedType(field.type))),
  );
}
