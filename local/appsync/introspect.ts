import {
  executeSync,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  TypeMetaFieldDef,
} from 'graphql';
import { introspectionDocument, type PreparedOperation } from './documents.ts';
import { literalValue, type Variables } from './literal.ts';
import { type OperationPlan } from './plan.ts';
import { PlanTooLarge } from './planner.ts';

/** What is asked of the schema, by response key. Throws PlanTooLarge. `given` are the request's variables as they came. */
export function introspect(
  schema: GraphQLSchema,
  prepared: PreparedOperation,
  { introspection }: OperationPlan,
  variables: Variables,
  given: Variables,
): Readonly<Record<string, unknown>> {
  if (introspection.length === 0) return {};
  const document = introspectionDocument(prepared, introspection);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  new Counter(schema, fragments, variables).root(introspection);
  return { ...executeSync({ schema, document, variableValues: given }).data };
}

/**
 * Types lead to types without end, so a short document may ask for more than the memory holds. A schema of a hundred
 * types answers what tools ask for with some ten thousand values.
 */
const MOST_VALUES = 100_000;

/** Walks the answer before it is made, as far as it may go. */
class Counter {
  #left = MOST_VALUES;
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Variables;

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variables: Variables,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  root(nodes: readonly FieldNode[]): void {
    for (const node of nodes) {
      const field = node.name.value === '__schema' ? SchemaMetaFieldDef : TypeMetaFieldDef;
      this.#field(field, undefined, node);
    }
  }

  #field(field: GraphQLField<unknown, unknown>, source: unknown, node: FieldNode): void {
    this.#left -= 1;
    if (this.#left < 0) {
      throw new PlanTooLarge(`The request asks for more than ${MOST_VALUES} values of the schema.`);
    }
    const type = getNamedType(field.type);
    if (!node.selectionSet || !isObjectType(type)) return;
    // Resolvers of introspection know the schema from here, and nothing else of a request.
    const info = { schema: this.#schema } as GraphQLResolveInfo;
    const value: unknown = field.resolve?.(source, this.#arguments(field, node), undefined, info);
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (item === null || item === undefined) continue;
      this.#selections(type, item, node.selectionSet.selections);
    }
  }

  #arguments({ args }: GraphQLField<unknown, unknown>, node: FieldNode): Variables {
    const values = node.arguments?.map(({ name, value }) => {
      const type = args.find(each => each.name === name.value)?.type;
      return [name.value, type && literalValue(type, value, this.#variables)] as const;
    });
    return Object.fromEntries(values ?? []);
  }

  #selections(type: GraphQLObjectType, source: unknown, nodes: readonly SelectionNode[]): void {
    for (const node of nodes) {
      if (node.kind === Kind.FIELD) {
        const field = type.getFields()[node.name.value];
        if (field) this.#field(field, source, node);
        continue;
      }
      const fragment =
        node.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(node.name.value) : node;
      if (fragment) this.#selections(type, source, fragment.selectionSet.selections);
    }
  }
}
