import path from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApi, messages, resolver } from './support.ts';

/** `util.time.nowISO8601` and every other function that `@aws-appsync/utils` declares on its objects. */
function declaredMembers(): string[] {
  const file = path.join(
    import.meta.dirname,
    '../../../node_modules/@aws-appsync/utils/lib/index.d.ts',
  );
  const program = ts.createProgram([file], { strict: true });
  const source = program.getSourceFile(file);
  const types = program.getTypeChecker();
  const symbol = source && types.getSymbolAtLocation(source);
  if (!symbol) throw new Error(`${file} has no declarations`);
  const walk = (type: ts.Type, name: string): string[] =>
    type.getProperties().flatMap(property => {
      const member = `${name}.${property.getName()}`;
      const inner = types.getTypeOfSymbol(property);
      return inner.getCallSignatures().length > 0 ? [member] : walk(inner, member);
    });
  return types
    .getExportsOfModule(symbol)
    .filter(each => ['util', 'extensions', 'runtime'].includes(each.getName()))
    .flatMap(each => walk(types.getTypeOfSymbol(each), each.getName()));
}

const members = declaredMembers();

/** What a resolver over Lambda or NONE has no use for: it fails by name when it is used. */
const unsupported = [
  /^util\.(dynamodb|rds|xml)\./,
  /^util\.transform\.(?!toSubscriptionFilter$)/,
  /^util\.(transform\.)?to/,
  /^extensions\.evictFromApiCache$/,
];

let answers: Record<string, string>;
beforeAll(async () => {
  answers = {};
  for (const member of members) {
    const { ask } = await createApi({
      sdl: 'type Query { value: Boolean @aws_iam @aws_cognito_user_pools }',
      resolvers: [
        await resolver('Query.value', {
          dataSource: 'none',
          request: `return { payload: ${member} !== undefined };`,
        }),
      ],
    });
    const body = await ask('{ value }');
    answers[member] = messages(body)[0] ?? String((body.data as { value: unknown }).value);
  }
});

describe('every function that @aws-appsync/utils declares', () => {
  test('is looked for', () => {
    expect(members.length).toBeGreaterThan(50);
    expect(members).toEqual(expect.arrayContaining(['util.autoId', 'util.time.nowISO8601']));
  });

  test.for(members)('%s is there, or says by name that it is not', member => {
    const absent =
      unsupported.some(pattern => pattern.test(member)) &&
      member !== 'util.transform.toSubscriptionFilter';
    if (absent) expect(answers[member]).toMatch(/is not supported by the local stack$/);
    else expect(answers[member]).toBe('true');
  });
});
