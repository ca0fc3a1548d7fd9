import {
  getNamedType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { expect, test } from 'vitest';
import { archiveRunsRule, rules } from '../../build/rules.ts';
import { contract, objectType } from '../support/contract.ts';

test.for(rules)('$name calls its one mutation, which is open to IAM', ({ target }) => {
  const document = parse(target.document);
  expect(validate(contract, document)).toEqual([]);
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  expect(others).toEqual([]);
  expect(
    operation.selectionSet.selections.map(each => each.kind === Kind.FIELD && each.name.value),
  ).toEqual([target.mutation]);
  expect((operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value)).toEqual(
    Object.keys(target.variables),
  );
  const field = objectType('Mutation').getFields()[target.mutation];
  expect(field?.astNode?.directives?.map(({ name }) => name.value)).toContain('aws_iam');
});

test('subscribers of runs are told every field of a run', () => {
  const selected = new Set<string>();
  const info = new TypeInfo(contract);
  visit(
    parse(archiveRunsRule.target.document),
    visitWithTypeInfo(info, {
      Field: ({ name }) => void selected.add(`${info.getParentType()?.name}.${name.value}`),
    }),
  );
  const wanted = new Set<string>();
  const walk = (typeName: string): void => {
    for (const { name, type } of Object.values(objectType(typeName).getFields())) {
      wanted.add(`${typeName}.${name}`);
      const below = getNamedType(type);
      if (isObjectType(below)) walk(below.name);
    }
  };
  walk('ArchiveRun');
  expect([...wanted].filter(field => !selected.has(field))).toEqual([]);
});
