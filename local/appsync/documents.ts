import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type CallError, type RequestError, requestError } from './errors.ts';
import { type Variables } from './literal.ts';
import { createRecent, type Recent } from './lru.ts';
import { type OperationPlan } from './plan.ts';
import { planOperation, type PlanSettings, PlanTooLarge } from './planner.ts';
import { parseDocument, type ValidationSettings } from './validate.ts';

/** One operation of a document, validated; with a plan for each set of values that @skip and @include read. */
export interface PreparedOperation {
  readonly operation: OperationDefinitionNode;
  readonly plan: (variables: Variables) => OperationPlan;
  readonly document: DocumentNode;
}

export type Prepared =
  | { readonly kind: 'ready'; readonly prepared: PreparedOperation }
  /** The document is refused; status 200. */
  | { readonly kind: 'refused'; readonly errors: readonly RequestError[] }
  /** The call is malformed; status 400. */
  | { readonly kind: 'malformed'; readonly error: CallError };

export interface Documents {
  readonly prepare: (query: string, operationName: string | null) => Prepared;
}

/** Of all texts that are remembered; each character of one holds up to 200 bytes. */
const MOST_CHARACTERS = 1_000_000;
/** Longer texts are read each time: a few of them would drive all others out. */
const LONGEST_KEPT = 50_000;
/** Of all plans that are remembered; short texts may have large ones. A field holds some 400 bytes. */
const MOST_PLANNED_FIELDS = 300_000;

/** Parses, validates and plans documents, and remembers what it planned. */
export function createDocuments(settings: PlanSettings & ValidationSettings): Documents {
  const recent = createRecent<PreparedOperation>(MOST_CHARACTERS);
  const plans = createRecent<OperationPlan>(MOST_PLANNED_FIELDS);
  let prepared = 0;
  return {
    prepare(query, operationName) {
      const key = `${operationName ?? ''}\n${query}`;
      const known = recent.get(key);
      if (known) return { kind: 'ready', prepared: known };
      prepared += 1;
      const isKept = query.length <= LONGEST_KEPT;
      const made = prepareSafely(settings, query, operationName, {
        plans: isKept ? plans : createRecent(MOST_PLANNED_FIELDS),
        number: prepared,
      });
      if (made.kind === 'ready' && isKept) recent.set(key, made.prepared, key.length);
      return made;
    },
  };
}

/** Where an operation keeps its plans, and the number under which it does. */
interface Keeping {
  readonly plans: Recent<OperationPlan>;
  readonly number: number;
}

/** Some steps recurse over the document: one that is nested beyond all reason is refused, not a crash. */
function prepareSafely(
  settings: PlanSettings & ValidationSettings,
  query: string,
  operationName: string | null,
  keeping: Keeping,
): Prepared {
  try {
    return prepare(settings, query, operationName, keeping);
  } catch (cause) {
    if (cause instanceof PlanTooLarge) {
      return { kind: 'refused', errors: [requestError(cause.message, null)] };
    }
    if (!(cause instanceof RangeError)) throw cause;
    return { kind: 'refused', errors: [requestError('The request is nested too deeply.', null)] };
  }
}

function prepare(
  settings: PlanSettings & ValidationSettings,
  query: string,
  operationName: string | null,
  { plans, number }: Keeping,
): Prepared {
  const parsed = parseDocument(query, settings);
  if (!parsed.ok) return { kind: 'refused', errors: parsed.errors };
  const operation = chooseOperation(parsed.document, operationName);
  if ('errorType' in operation) return { kind: 'malformed', error: operation };
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of parsed.document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const conditions = conditionVariables(parsed.document);
  const plan = (variables: Variables): OperationPlan => {
    const values = Object.fromEntries(conditions.map(name => [name, variables[name]]));
    const key = `${number} ${JSON.stringify(values)}`;
    const known = plans.get(key);
    if (known) return known;
    const made = planOperation(settings, operation, fragments, values);
    plans.set(key, made, made.size);
    return made;
  };
  if (conditions.length === 0) plan({});
  return { kind: 'ready', prepared: { operation, plan, document: parsed.document } };
}

function chooseOperation(
  document: DocumentNode,
  name: string | null,
): OperationDefinitionNode | CallError {
  const operations = document.definitions.filter(d => d.kind === Kind.OPERATION_DEFINITION);
  const [first, second] = operations;
  if (name !== null && name !== '') {
    const named = operations.find(operation => operation.name?.value === name);
    return (
      named ?? { errorType: 'BadRequestException', message: `Unknown operation named '${name}'.` }
    );
  }
  if (second) return { errorType: 'BadRequestException', message: 'Missing operation name.' };
  return (
    first ?? {
      errorType: 'MalformedHttpRequestException',
      message: 'Unable to parse GraphQL query.',
    }
  );
}

/** Names of the variables that decide which fields there are. */
function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'skip' && node.name.value !== 'include') return;
      for (const { value } of node.arguments ?? []) {
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      }
    },
  });
  return [...names].sort();
}

/** The root fields that are questions about the schema, as a document of their own for graphql-js. */
export function introspectionDocument(
  { operation, document }: PreparedOperation,
  nodes: readonly FieldNode[],
): DocumentNode {
  const fragments = document.definitions.filter(d => d.kind === Kind.FRAGMENT_DEFINITION);
  const selectionSet = { ...operation.selectionSet, selections: nodes };
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, directives: [], selectionSet }, ...fragments],
  };
}
