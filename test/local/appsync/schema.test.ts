import { describe, expect, test } from 'vitest';
import { buildApiSchema } from '../../../local/appsync/schema.ts';

const build = (sdl: string) => () => buildApiSchema(sdl, 'AMAZON_COGNITO_USER_POOLS');

describe('a schema that the service would refuse is refused with its line', () => {
  test.for([
    [
      'type Query { a: Int',
      'schema.graphql cannot be read: Syntax Error: Expected Name, found <EOF>. (line 1)',
    ],
    [
      'type Query { a: Int }\ndirective @mine on OBJECT',
      'schema.graphql, line 2: AppSync refuses directive definitions, here @mine',
    ],
    [
      'type Query { a: Int }\nscalar Money',
      'schema.graphql, line 2: AppSync has no custom scalars, here Money',
    ],
    [
      'type Query { a: Int }\nextend type Query { b: Int }',
      'schema.graphql, line 2: AppSync does not support "extend".',
    ],
    ['type Query { a: Nope }', 'schema.graphql is not a valid schema: Unknown type "Nope".'],
    [
      'type Query { a: Int @nope }',
      'schema.graphql is not a valid schema: Unknown directive "@nope".',
    ],
    [
      'type Other { a: Int }',
      'schema.graphql is not a valid schema: Query root type must be provided.',
    ],
    ['type Query { a: Thing } type Thing { }', 'schema.graphql'],
  ] as const)('%s', ([sdl, message]) => {
    expect(build(sdl)).toThrow(message);
  });
});

test('the scalars and directives of the service are known without definitions', () => {
  const { rules } = build(`type Query @aws_cognito_user_pools {
    a: AWSDate @aws_iam
    b: AWSJSON @aws_cognito_user_pools(cognito_groups: ["x"])
    c: AWSEmail @aws_iam
  }`)();
  expect(rules).toHaveLength(2);
});
