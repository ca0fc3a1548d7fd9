import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  getVariableValues,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { searches } from '../../local/graphiql/client/examples.ts';
import { fillVariables } from '../../local/graphiql/client/placeholders.ts';
import { operationsDirectory, readOperations } from '../../local/graphiql/operations.ts';
import { type SavedOperation } from '../../local/graphiql/saved-operation.ts';

const schema = buildSchema(
  ['local/appsync/service.graphql', 'schema.graphql']
    .map(file => readFileSync(file, 'utf8'))
    .join('\n'),
);
const groups = readOperations();
const operations = groups.flatMap(group => group.operations);

/** Every `Type.field` that a document selects. */
function selectedFields(document: DocumentNode): Set<string> {
  const typeInfo = new TypeInfo(schema);
  const selected = new Set<string>();
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field({ name }) {
        selected.add(`${typeInfo.getParentType()?.name}.${name.value}`);
      },
    }),
  );
  return selected;
}

/** Every `Type.field` of the contract that people may ask for. */
function everyField(): string[] {
  const fields = Object.values(schema.getTypeMap()).flatMap(type =>
    isObjectType(type) && !type.name.startsWith('__')
      ? Object.keys(type.getFields()).map(field => `${type.name}.${field}`)
      : [],
  );
  return fields.filter(field => field !== 'Mutation.announceArchiveRun');
}

/** The variables as the page fills them in, on a day in the middle of a week. */
async function filled({ variables }: SavedOperation): Promise<Record<string, unknown>> {
  if (variables === null) return {};
  const text = await fillVariables(variables, {
    today: '2025-03-05',
    example: name => Promise.resolve(`an ${name}`),
  });
  return JSON.parse(text) as Record<string, unknown>;
}

describe('the saved operations', () => {
  test('are those in the folder, each listed once', () => {
    const documents = readdirSync(operationsDirectory).filter(file => file.endsWith('.graphql'));
    expect(operations.map(({ name }) => `${name}.graphql`).toSorted()).toEqual(
      documents.toSorted(),
    );
  });

  test('have no variables without an operation', () => {
    const names = new Set(operations.map(({ name }) => name));
    const variables = readdirSync(operationsDirectory).filter(file => file.endsWith('.json'));
    expect(variables.filter(file => !names.has(file.replace('.json', '')))).toEqual([]);
  });

  test('have titles and operation names of their own', () => {
    const titles = operations.map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
    const names = operations.map(({ operationName }) => operationName);
    expect(names).toEqual([...new Set(names)]);
  });

  test('come in groups with titles of their own', () => {
    const titles = groups.map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
  });

  test('say in one sentence what they answer', () => {
    for (const { purpose } of operations) expect(purpose).toMatch(/^[A-Z].*\.$/);
  });

  test('select every field of every type, so that nothing the API tells is out of reach', () => {
    const selected = new Set(operations.flatMap(({ query }) => [...selectedFields(parse(query))]));
    expect(everyField().filter(field => !selected.has(field))).toEqual([]);
  });
});

describe.for(operations.map(operation => [operation.name, operation] as const))(
  'the saved operation %s',
  ([, operation]) => {
    const document = parse(operation.query);
    const definition = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const declared =
      definition?.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [];

    test('is valid against the contract', () => {
      expect(validate(schema, document)).toEqual([]);
    });

    test('has a value, or null, for each variable it declares and no other', async () => {
      const values = await filled(operation);
      expect(Object.keys(values).toSorted()).toEqual(
        declared.map(({ variable }) => variable.name.value).toSorted(),
      );
    });

    test('has variables of the declared types', async () => {
      const { errors } = getVariableValues(schema, declared, await filled(operation));
      expect(errors ?? []).toEqual([]);
    });

    test('asks for no period that the API refuses for its length', async () => {
      const { from, to } = await filled(operation);
      if (typeof from !== 'string' || typeof to !== 'string') return;
      const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
      expect(days).toBeGreaterThanOrEqual(1);
      expect(days).toBeLessThanOrEqual(operation.query.includes('workload(') ? 92 : 366);
    });
  },
);

describe('the searches for examples', () => {
  test.for(Object.entries(searches))('%s is valid against the contract', ([, { query, paths }]) => {
    expect(validate(schema, parse(query))).toEqual([]);
    const selected = [...selectedFields(parse(query))].map(field => field.split('.')[1]);
    for (const path of paths) {
      expect(selected).toContain(path.split('.').findLast(step => !/^\d+$/.test(step)));
    }
  });
});
