import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  type SelectionNode,
  typeFromAST,
  type ValueNode,
} from 'graphql';
import { type Variables } from './literal.ts';

export interface CollectSettings {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of the variables that @skip and @include read. */
  readonly conditions: Variables;
}

/**
 * The fields that a selection has for one object type, by response key and in their order; nodes of the same key are
 * kept together, to be merged. Fragments of other types and whatever @skip and @include exclude are left out.
 */
export function collectFields(
  settings: CollectSettings,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selections: readonly SelectionNode[],
): Map<string, [FieldNode, ...FieldNode[]]> {
  const fields = new Map<string, [FieldNode, ...FieldNode[]]>();
  const visited = new Set<string>();
  const collect = (nodes: readonly SelectionNode[]): void => {
    for (const node of nodes) {
      if (!isIncluded(node.directives, settings.conditions)) continue;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        const known = fields.get(key);
        if (known) known.push(node);
        else fields.set(key, [node]);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(node.name.value)) continue;
        visited.add(node.name.value);
      }
      const fragment =
        node.kind === Kind.FRAGMENT_SPREAD ? settings.fragments.get(node.name.value) : node;
      if (fragment && applies(settings.schema, type, fragment)) {
        collect(fragment.selectionSet.selections);
      }
    }
  };
  collect(selections);
  return fields;
}

function applies(
  schema: GraphQLSchema,
  type: GraphQLObjectType | GraphQLInterfaceType,
  { typeCondition }: FragmentDefinitionNode | InlineFragmentNode,
): boolean {
  if (!typeCondition) return true;
  const condition = typeFromAST(schema, typeCondition);
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
}

function isIncluded(directives: readonly DirectiveNode[] = [], conditions: Variables): boolean {
  return directives.every(directive => {
    const value = directive.arguments?.find(argument => argument.name.value === 'if')?.value;
    if (directive.name.value === 'skip') return !isTrue(value, conditions);
    return directive.name.value !== 'include' || isTrue(value, conditions);
  });
}

function isTrue(value: ValueNode | undefined, conditions: Variables): boolean {
  if (value?.kind === Kind.VARIABLE) return conditions[value.name.value] === true;
  return value?.kind === Kind.BOOLEAN && value.value;
}
