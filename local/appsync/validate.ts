import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  validate,
  visit,
} from 'graphql';
import { type RequestError, requestError } from './errors.ts';
import { locationOf, type Report, syntaxError, validationMessage } from './graphql-java-wording.ts';
import { generalRules } from './validation-rules-general.ts';
import { valueRules } from './validation-rules-values.ts';
import { wordedRules } from './validation-rules-worded.ts';

export type ParsedDocument =
  | { readonly ok: true; readonly document: DocumentNode }
  | { readonly ok: false; readonly errors: readonly RequestError[] };

export interface ValidationSettings {
  readonly schema: GraphQLSchema;
  /** Without introspection `__schema` and `__type` are fields that do not exist; `__typename` stays. */
  readonly introspection: boolean;
}

/** What the service's parser takes at most, against requests that only cost time. */
const MOST_TOKENS = 15_000;
const MOST_ERRORS = 50;

/** Reads and validates a request's text; what is wrong is said in the service's words. */
export function parseDocument(text: string, settings: ValidationSettings): ParsedDocument {
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: MOST_TOKENS });
  } catch (cause) {
    return { ok: false, errors: [syntaxError(cause)] };
  }
  const empty = emptySelection(document);
  if (empty) return { ok: false, errors: [empty] };
  const errors = validationErrors(document, settings);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, document };
}

/** The parser lets `{ }` pass, the service does not. */
function emptySelection(document: DocumentNode): RequestError | null {
  let found: RequestError | null = null;
  visit(document, {
    SelectionSet(node) {
      if (node.selections.length > 0) return undefined;
      const { line, column } = node.loc?.endToken ?? { line: 1, column: 1 };
      found = requestError(
        `Invalid Syntax : offending token '}' at line ${line} column ${column}`,
        [{ line, column, sourceName: null }],
      );
      return BREAK;
    },
  });
  return found;
}

function validationErrors(
  document: DocumentNode,
  { schema, introspection }: ValidationSettings,
): RequestError[] {
  const errors: RequestError[] = [];
  const report: Report = (type, text, node) => {
    if (errors.length >= MOST_ERRORS) return;
    const around = fieldsAround(document, node);
    // A conflict is one of the selection that the fields stand in.
    const path = type === 'FieldsConflict' ? around.slice(0, -1) : around;
    errors.push(requestError(validationMessage(type, text, path), [locationOf(node.loc)]));
  };
  const rules = [
    ...generalRules(report, introspection),
    ...valueRules(report),
    ...wordedRules(report),
  ];
  const unworded = validate(schema, document, rules, { maxErrors: MOST_ERRORS });
  for (const error of unworded) {
    errors.push(requestError(error.message, [locationOf(error.nodes?.[0]?.loc)]));
  }
  return errors;
}

/** Names of the fields (and of the fragment) that a node stands in, outermost first, its own included. */
function fieldsAround(document: DocumentNode, target: ASTNode): string[] {
  const names: string[] = [];
  let found: string[] = [];
  visit(document, {
    enter(node) {
      if (node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION) {
        names.push(node.name.value);
      }
      if (node !== target) return undefined;
      found = [...names];
      return BREAK;
    },
    leave(node) {
      if (node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION) names.pop();
    },
  });
  return found;
}
