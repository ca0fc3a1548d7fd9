import { type FieldNode, type GraphQLArgument, isNonNullType } from 'graphql';
import { ArgumentError, hasVariable, literalValue, type Variables } from './literal.ts';

/**
 * The arguments of a field as JSON: literals and variables as given, defaults filled in, what was left out absent.
 * Without variables the answer is always the same text.
 */
export function planArguments(
  definitions: readonly GraphQLArgument[],
  node: FieldNode,
): (variables: Variables) => string {
  if (definitions.length === 0) return () => '{}';
  const read = (variables: Variables) =>
    JSON.stringify(argumentValues(definitions, node, variables));
  if (node.arguments?.some(argument => hasVariable(argument.value))) return read;
  const constant = read({});
  return () => constant;
}

function argumentValues(
  definitions: readonly GraphQLArgument[],
  node: FieldNode,
  variables: Variables,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name, type, astNode } of definitions) {
    const given = node.arguments?.find(argument => argument.name.value === name)?.value;
    const value = given && literalValue(type, given, variables);
    if (value === null && isNonNullType(type)) {
      throw new ArgumentError(`Argument '${name}'`, type);
    }
    if (value !== undefined) values[name] = value;
    else if (astNode?.defaultValue) values[name] = literalValue(type, astNode.defaultValue, {});
  }
  return values;
}
