import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLEnumType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { planArguments } from './arguments.ts';
import { type AccessRule } from './authorize.ts';
import { collectFields, type CollectSettings } from './collect.ts';
import { locationOf } from './graphql-java-wording.ts';
import { type Variables } from './literal.ts';
import {
  type FieldPlan,
  type Leaf,
  type OperationPlan,
  type ResolverPlan,
  type SelectionPlan,
  type Shape,
} from './plan.ts';
import { type LoadedResolver } from './resolvers.ts';
import { javaClass, scalarNamed } from './scalars.ts';
import { type ApiSchema } from './schema.ts';
import { type SelectedField, selectionSetGraphQL, selectionSetList } from './selection-set.ts';

export interface PlanSettings {
  readonly api: ApiSchema;
  readonly resolvers: ReadonlyMap<string, LoadedResolver>;
}

/** A document that unfolds to more fields, or deeper, than any client needs. */
export class PlanTooLarge extends Error {}

const MOST_FIELDS = 10_000;
const MOST_LEVELS = 500;

/** `conditions` are the values of the variables in @skip and @include; with other values it is another plan. */
export function planOperation(
  settings: PlanSettings,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  conditions: Variables,
): OperationPlan {
  const { schema } = settings.api;
  const type = schema.getRootType(operation.operation);
  if (!type) throw new Error(`The schema has no type for a ${operation.operation}.`);
  const planner = new Planner(settings, { schema, fragments, conditions });
  const root = planner.select(type, operation.selectionSet.selections, 1);
  return {
    root,
    size: planner.size,
    serial: operation.operation === 'mutation',
    resolverFields: planner.resolverFields,
    rootNodes: planner.rootNodes,
    introspection: planner.introspection,
    rules: planner.rules,
    deepest: planner.deepest,
  };
}

/** Walks one operation and counts on the way. */
class Planner {
  size = 0;
  resolverFields = 0;
  deepest = 0;
  readonly rules = new Set<AccessRule>();
  readonly rootNodes: FieldNode[] = [];
  readonly introspection: FieldNode[] = [];
  readonly #settings: PlanSettings;
  readonly #collect: CollectSettings;

  constructor(settings: PlanSettings, collect: CollectSettings) {
    this.#settings = settings;
    this.#collect = collect;
  }

  select(
    type: GraphQLObjectType,
    selections: readonly SelectionNode[],
    depth: number,
  ): SelectionPlan {
    if (depth > MOST_LEVELS) {
      throw new PlanTooLarge(`The request is more than ${MOST_LEVELS} levels deep.`);
    }
    const fields: FieldPlan[] = [];
    for (const [key, nodes] of collectFields(this.#collect, type, selections)) {
      this.size += 1;
      if (this.size > MOST_FIELDS) {
        throw new PlanTooLarge(`The request selects more than ${MOST_FIELDS} fields.`);
      }
      fields.push(this.#field(type, key, nodes, depth));
    }
    return { typeName: type.name, fields, resolves: fields.some(resolves) };
  }

  #field(
    type: GraphQLObjectType,
    responseKey: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
    depth: number,
  ): FieldPlan {
    const [node] = nodes;
    const name = node.name.value;
    if (depth === 1) this.rootNodes.push(node);
    const base = {
      responseKey,
      name,
      parentType: type.name,
      location: locationOf(node.loc),
      depth,
    };
    if (name === '__typename') return { ...base, ...META, meta: 'typename' };
    if (name === '__schema' || name === '__type') {
      this.introspection.push(...nodes);
      return { ...base, ...META, meta: 'introspection' };
    }
    const field = type.getFields()[name];
    if (!field) throw new Error(`${type.name} has no field ${name}.`);
    this.deepest = Math.max(this.deepest, depth);
    const rule = this.#settings.api.ruleOf(type, name);
    this.rules.add(rule);
    const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
    const shape = this.#shape(field.type, selections, depth + 1, false);
    const selectedFields = this.#selectedFields(field.type, shape, selections);
    const loaded = this.#settings.resolvers.get(`${type.name}.${name}`);
    const resolver: ResolverPlan | null = loaded
      ? {
          resolver: loaded,
          id: this.resolverFields++,
          argumentsJson: planArguments(field.args, node),
          fieldJson: once(() =>
            JSON.stringify({
              fieldName: name,
              parentTypeName: type.name,
              selectionSetList: selectionSetList(selectedFields),
              selectionSetGraphQL: selectionSetGraphQL(nodes),
            }),
          ),
        }
      : null;
    return { ...base, rule, shape, resolver, meta: null, selectedFields };
  }

  #shape(
    type: GraphQLOutputType,
    selections: readonly SelectionNode[],
    depth: number,
    nonNull: boolean,
  ): Shape {
    if (isNonNullType(type)) return this.#shape(type.ofType, selections, depth, true);
    const name = String(type);
    if (isListType(type)) {
      return {
        kind: 'list',
        nonNull,
        name,
        item: this.#shape(type.ofType, selections, depth, false),
      };
    }
    if (isObjectType(type)) {
      return { kind: 'object', nonNull, name, selection: this.select(type, selections, depth) };
    }
    if (isAbstractType(type)) {
      const possible = this.#settings.api.schema.getPossibleTypes(type);
      const plans = possible.map(
        each => [each.name, this.select(each, selections, depth)] as const,
      );
      return { kind: 'abstract', nonNull, name, selections: new Map(plans) };
    }
    return { kind: 'leaf', nonNull, name, leaf: leafOf(type) };
  }

  /** Of an interface only what is selected on itself, of a union nothing. */
  #selectedFields(
    type: GraphQLOutputType,
    shape: Shape,
    selections: readonly SelectionNode[],
  ): readonly SelectedField[] | null {
    if (isNonNullType(type)) return this.#selectedFields(type.ofType, shape, selections);
    if (isListType(type)) {
      return shape.kind === 'list'
        ? this.#selectedFields(type.ofType, shape.item, selections)
        : null;
    }
    if (shape.kind === 'object') return shape.selection.fields;
    if (shape.kind !== 'abstract') return null;
    if (!isInterfaceType(type)) return [];
    const own = selections.filter(node => node.kind === Kind.FIELD);
    const keys = new Set(collectFields(this.#collect, type, own).keys());
    const [any] = shape.selections.values();
    return any?.fields.filter(field => keys.has(field.responseKey)) ?? [];
  }
}

/** A deep document has long paths at every level: they are written down only for resolvers that run. */
function once(make: () => string): () => string {
  let text: string | undefined;
  return () => (text ??= make());
}

function resolves(field: FieldPlan): boolean {
  return field.resolver !== null || selectionsOf(field.shape).some(selection => selection.resolves);
}

function selectionsOf(shape: Shape): readonly SelectionPlan[] {
  if (shape.kind === 'list') return selectionsOf(shape.item);
  if (shape.kind === 'object') return [shape.selection];
  return shape.kind === 'abstract' ? [...shape.selections.values()] : [];
}

function leafOf(type: GraphQLOutputType): Leaf {
  if (isEnumType(type)) return enumLeaf(type);
  const scalar = isScalarType(type) ? scalarNamed(type.name) : undefined;
  if (!scalar) throw new Error(`The local stack does not know the scalar ${String(type)}.`);
  return scalar;
}

function enumLeaf(type: GraphQLEnumType): Leaf {
  const names = new Set(type.getValues().map(value => value.name));
  return {
    serialize: value => (typeof value === 'string' && names.has(value) ? value : undefined),
    complaint: value =>
      `Invalid input for Enum '${type.name}'. Unknown value '${typeof value === 'string' ? value : javaClass(value)}'`,
  };
}

const META = {
  rule: { id: -1, allows: () => true } satisfies AccessRule,
  shape: {
    kind: 'leaf',
    nonNull: true,
    name: 'String',
    leaf: { serialize: (value: unknown) => value, complaint: () => '' },
  } satisfies Shape,
  resolver: null,
  selectedFields: null,
} as const;
