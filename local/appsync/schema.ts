import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  parse,
  validateSchema,
} from 'graphql';
import {
  type AccessRule,
  type AccessRules,
  createAccessRules,
  type IamPolicy,
} from './authorize.ts';

export interface ApiSchema {
  readonly schema: GraphQLSchema;
  /** Who may reach a field of an object type. */
  readonly ruleOf: (type: GraphQLObjectType, fieldName: string) => AccessRule;
  readonly rules: readonly AccessRule[];
}

/**
 * Reads schema.graphql as the service would: its scalars and directives come from service.graphql, and definitions that
 * the service refuses (directives, scalars, type extensions) are refused here, by line.
 */
export function buildApiSchema(sdl: string, defaultMode: string, iamPolicy?: IamPolicy): ApiSchema {
  const service = parse(readFileSync(new URL('service.graphql', import.meta.url), 'utf8'));
  const own = parseSdl(sdl);
  refuseWhatTheServiceRefuses(own);
  const schema = build({
    kind: Kind.DOCUMENT,
    definitions: [...service.definitions, ...own.definitions],
  });
  const access = createAccessRules(defaultMode, iamPolicy);
  const byType = indexRules(schema, access);
  return {
    schema,
    rules: access.all,
    ruleOf(type, fieldName) {
      const rule = byType.get(type.name)?.get(fieldName);
      if (!rule) throw new Error(`schema.graphql has no field ${type.name}.${fieldName}.`);
      return rule;
    },
  };
}

function parseSdl(sdl: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (cause) {
    throw new Error(`schema.graphql cannot be read: ${located(cause)}`, { cause });
  }
}

function refuseWhatTheServiceRefuses(document: DocumentNode): void {
  for (const definition of document.definitions) {
    const line = definition.loc?.startToken.line ?? 0;
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) {
      throw new Error(
        `schema.graphql, line ${line}: AppSync refuses directive definitions, here @${definition.name.value}; its own are known without one.`,
      );
    }
    if (definition.kind === Kind.SCALAR_TYPE_DEFINITION) {
      throw new Error(
        `schema.graphql, line ${line}: AppSync has no custom scalars, here ${definition.name.value}; use one of its own (AWSDate, AWSJSON, …).`,
      );
    }
    if (definition.kind.endsWith('Extension')) {
      throw new Error(`schema.graphql, line ${line}: AppSync does not support "extend".`);
    }
  }
}

function build(document: DocumentNode): GraphQLSchema {
  let schema: GraphQLSchema;
  try {
    schema = buildASTSchema(document);
  } catch (cause) {
    throw new Error(`schema.graphql is not a valid schema: ${located(cause)}`, { cause });
  }
  const [fault] = validateSchema(schema);
  if (fault) throw new Error(`schema.graphql is not a valid schema: ${located(fault)}`);
  return schema;
}

function located(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const line = cause instanceof GraphQLError ? cause.locations?.[0]?.line : undefined;
  return line === undefined ? cause.message : `${cause.message} (line ${line})`;
}

function indexRules(
  schema: GraphQLSchema,
  access: AccessRules,
): Map<string, Map<string, AccessRule>> {
  const index = new Map<string, Map<string, AccessRule>>();
  const roots = new Set(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map(
      type => type?.name,
    ),
  );
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.astNode?.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const fields = new Map<string, AccessRule>();
    for (const field of type.astNode.fields ?? []) {
      const name = field.name.value;
      const resource = roots.has(type.name) ? `${type.name}.${name}` : undefined;
      fields.set(name, access.ruleOf(field.directives, type.astNode.directives, resource));
    }
    index.set(type.name, fields);
  }
  return index;
}
