import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { admin, createApi, fakeFunction, messages, resolver, type TestApi } from './support.ts';

const sdl = `
  type Query {
    thing(id: ID!, at: AWSDateTime, status: Status, tags: [String!], filter: Filter): Thing
    things(limit: Int = 10, filter: Filter): [Thing!]
  }
  type Mutation { touch(id: ID!): Int }
  schema { query: Query mutation: Mutation }
  interface Named { name: String }
  type Thing implements Named { id: ID! name: String size: Int parent: Thing }
  type Other implements Named { name: String size: Int }
  input Filter { from: AWSDate, status: Status, needed: Int!, nested: Filter }
  enum Status { OPEN CLOSED }
`;

let api: TestApi;
beforeAll(async () => {
  api = await createApi({
    sdl,
    dataSources: {
      api: fakeFunction(event => ({ id: 1, name: JSON.stringify(event) })).dataSource,
    },
    resolvers: [await resolver('Query.thing', { payload: 'ctx.args' })],
  });
});

describe('a request that is not valid', () => {
  test('answers null data and an error without errorType', async () => {
    const { status, body } = await api.execute({ query: '{ x }' }, { identity: admin });
    expect(status).toBe(200);
    expect(body).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message:
            "Validation error of type FieldUndefined: Field 'x' in type 'Query' is undefined @ 'x'",
        },
      ],
    });
  });

  test.for([
    [
      '{ thing(id: 1) { parent { nope } } }',
      "FieldUndefined: Field 'nope' in type 'Thing' is undefined @ 'thing/parent/nope'",
    ],
    ['query ($x: Nope) { thing(id: $x) { id } }', 'UnknownType: Unknown type Nope'],
    ['{ thing(id: 1) { ... on Nope { id } } }', "UnknownType: Unknown type Nope @ 'thing'"],
    ['{ thing(id: 1, nope: 2) { id } }', "UnknownArgument: Unknown field argument nope @ 'thing'"],
    ['{ thing { id } }', "MissingFieldArgument: Missing field argument id @ 'thing'"],
    [
      '{ thing(id: 1) }',
      "SubSelectionRequired: Sub selection required for type Thing of field thing @ 'thing'",
    ],
    [
      '{ thing(id: 1) { name { x } } }',
      "SubSelectionNotAllowed: Sub selection not allowed on leaf type String of field name @ 'thing/name'",
    ],
    ['{ thing(id: $x) { id } }', "UndefinedVariable: Undefined variable x @ 'thing'"],
    ['query ($x: Int) { thing(id: 1) { id } }', 'UnusedVariable: Unused variable x'],
    ['{ thing(id: 1) { ...F } }', "UndefinedFragment: Undefined fragment F @ 'thing'"],
    [
      '{ thing(id: 1) { id } } fragment F on Thing { id }',
      "UnusedFragment: Unused fragment F @ 'F'",
    ],
    [
      'query ($x: String) { thing(id: $x) { id } }',
      "VariableTypeMismatch: Variable type 'String' doesn't match expected type 'ID!' @ 'thing'",
    ],
    [
      'query ($x: ID) { thing(id: $x) { id } }',
      "VariableTypeMismatch: Variable type 'ID' doesn't match expected type 'ID!' @ 'thing'",
    ],
    [
      'query ($x: Int = "a") { things(limit: $x) { id } }',
      "BadValueForDefaultArg: Bad default value StringValue{value='a'} for type Int",
    ],
    [
      '{ thing(id: null) { id } }',
      "WrongType: argument 'id' with value 'NullValue{}' must not be null @ 'thing'",
    ],
    [
      '{ thing(id: 1, at: "2026-02-03") { id } }',
      "WrongType: argument 'at' with value 'StringValue{value='2026-02-03'}' is not a valid 'AWSDateTime' @ 'thing'",
    ],
    [
      '{ thing(id: 1, status: NEW) { id } }',
      "WrongType: argument 'status' with value 'EnumValue{name='NEW'}' is not a valid 'Status' @ 'thing'",
    ],
    [
      '{ thing(id: 1, status: "OPEN") { id } }',
      "WrongType: argument 'status' with value 'StringValue{value='OPEN'}' is not a valid 'Status' @ 'thing'",
    ],
    [
      '{ things(limit: 3000000000) { id } }',
      "WrongType: argument 'limit' with value 'IntValue{value=3000000000}' is not a valid 'Int' @ 'things'",
    ],
    [
      '{ things(limit: 1.0) { id } }',
      "WrongType: argument 'limit' with value 'FloatValue{value=1.0}' is not a valid 'Int' @ 'things'",
    ],
    [
      '{ thing(id: 1, tags: ["a", 2]) { id } }',
      "WrongType: argument 'tags[1]' with value 'IntValue{value=2}' is not a valid 'String' @ 'thing'",
    ],
    [
      '{ things(filter: 1) { id } }',
      "WrongType: argument 'filter' with value 'IntValue{value=1}' must be an object type @ 'things'",
    ],
    [
      '{ things(filter: { status: OPEN }) { id } }',
      "WrongType: argument 'filter' with value 'ObjectValue{objectFields=[ObjectField{name='status', value=EnumValue{name='OPEN'}}]}' is missing required fields '[needed]' @ 'things'",
    ],
    [
      '{ things(filter: { needed: 1, nope: [true] }) { id } }',
      "WrongType: argument 'filter' with value 'ObjectValue{objectFields=[ObjectField{name='needed', value=IntValue{value=1}}, ObjectField{name='nope', value=ArrayValue{values=[BooleanValue{value=true}]}}]}' contains a field not in 'Filter': 'nope' @ 'things'",
    ],
    [
      '{ things(filter: { needed: 1, nested: { needed: 1, from: "2026-02-30" } }) { id } }',
      "WrongType: argument 'filter.nested.from' with value 'StringValue{value='2026-02-30'}' is not a valid 'AWSDate' @ 'things'",
    ],
    [
      '{ thing(id: 1) { a: name a: size } }',
      "FieldsConflict: a: name and size are different fields @ 'thing'",
    ],
    [
      '{ thing(id: 1) { id } thing(id: 2) { id } }',
      'FieldsConflict: thing: they have differing arguments',
    ],
    [
      '{ thing(id: 1) { ...F } } fragment F on Thing { parent { ...F } }',
      "FragmentCycle: Fragment cycles not allowed @ 'F/parent'",
    ],
    [
      '{ thing(id: 1) { ... on Other { size } } }',
      "InvalidFragmentType: Fragment cannot be spread here: the types can never be the same @ 'thing'",
    ],
    ['{ thing(id: 1) @nope { id } }', "UnknownDirective: Unknown directive nope @ 'thing'"],
    [
      'query @skip(if: true) { thing(id: 1) { id } }',
      'MisplacedDirective: Directive skip not allowed here',
    ],
    [
      '{ thing(id: 1) @skip { id } }',
      "MissingDirectiveArgument: Missing directive argument if @ 'thing'",
    ],
    [
      '{ thing(id: 1, id: 2) { id } }',
      "DuplicateArgumentNames: There can be only one argument named 'id' @ 'thing'",
    ],
    [
      '{ thing(id: 1) { id } } query Q { thing(id: 1) { id } }',
      'LoneAnonymousOperationViolation: Anonymous operation with other operations.',
    ],
    [
      'subscription { thing }',
      'UnknownOperation: The schema does not support the operation that was requested.',
    ],
    [
      'type X { a: Int } { thing(id: 1) { id } }',
      'NonExecutableDefinition: The X definition is not executable.',
    ],
  ] as const)('%s', async ([query, message]) => {
    expect(messages(await api.ask(query))).toContain(`Validation error of type ${message}`);
  });

  test.for([
    ['{ a', "Invalid Syntax : offending token '<EOF>' at line 1 column 4"],
    ['{ a(: 1) }', "Invalid Syntax : offending token ':' at line 1 column 5"],
    ['{\n  a }\n}', "Invalid Syntax : offending token '}' at line 3 column 1"],
    ['{ thing(id: 1) { } }', "Invalid Syntax : offending token '}' at line 1 column 18"],
    ['garbage', "Invalid Syntax : offending token 'garbage' at line 1 column 1"],
  ] as const)('%s is a syntax error', async ([query, message]) => {
    const body = await api.ask(query);
    expect(body.data).toBeNull();
    expect(messages(body)).toEqual([message]);
    expect(body.errors?.[0]).not.toHaveProperty('errorType');
  });

  test('NUL bytes, lone surrogates and emoji are refused or answered, never a crash', async () => {
    for (const query of [
      '\0',
      '{ \0 }',
      '{ thing(id: "\0") { name } }',
      '{ thing(id: "\ud800") { name } }',
      '{ thing(id: "😀") { name } }',
    ]) {
      expect(await api.ask(query)).toBeDefined();
    }
  });
});

describe('requests that only cost', () => {
  test('100 levels are answered', async () => {
    const deep = `${'{ parent '.repeat(99)}{ id }${' }'.repeat(99)}`;
    expect(await api.ask(`{ thing(id: 1) ${deep} }`)).toEqual({
      data: { thing: { parent: null } },
    });
  });

  test('beyond all reason they are refused', async () => {
    const deep = (levels: number) =>
      `{ thing(id: 1) ${'{ parent '.repeat(levels)}{ id }${' }'.repeat(levels)} }`;
    expect(messages(await api.ask(deep(600)))).toEqual([
      'The request is more than 500 levels deep.',
    ]);
    expect(messages(await api.ask(deep(4000)))).toHaveLength(1);
    const wide = `{ thing(id: 1) { ${'id '.repeat(20_000)} } }`;
    expect(messages(await api.ask(wide))[0]).toMatch(
      /^Invalid Syntax : the query has too many tokens/,
    );
    expect(messages(await api.ask('{'.repeat(100_000)))).toHaveLength(1);
    const list = `{ thing(id: 1, tags: ${'['.repeat(7000)}${']'.repeat(7000)}) { id } }`;
    expect(messages(await api.ask(list))).toHaveLength(1);
  });

  test('fragments that unfold without end in sight are refused', async () => {
    const fragments = Array.from(
      { length: 20 },
      (_, n) => `fragment F${n} on Thing { a: parent { ...F${n + 1} } b: parent { ...F${n + 1} } }`,
    );
    const query = `{ thing(id: 1) { ...F0 } } ${fragments.join(' ')} fragment F20 on Thing { id }`;
    expect(messages(await api.ask(query))).toEqual(['The request selects more than 10000 fields.']);
  });

  test('a hundred unknown fields are not a hundred thousand errors', async () => {
    const names = Array.from({ length: 3000 }, (_, n) => `f${n}`).join(' ');
    expect((await api.ask(`{ ${names} }`)).errors?.length).toBeLessThanOrEqual(50);
  });
});

describe('choosing the operation', () => {
  const query = 'query A { thing(id: 1) { id } } query B { thing(id: 2) { parent { id } } }';
  const run = async (operationName?: string | null) => {
    return api.execute({ query, operationName }, { identity: admin });
  };

  test('takes the named one', async () => {
    expect((await run('B')).body).toEqual({ data: { thing: { parent: null } } });
  });

  test('several without a name are a malformed call', async () => {
    expect(await run()).toMatchObject({
      status: 400,
      body: { errors: [{ errorType: 'BadRequestException', message: 'Missing operation name.' }] },
    });
  });

  test('an unknown name is a malformed call', async () => {
    expect(await run('C')).toMatchObject({
      status: 400,
      body: {
        errors: [{ errorType: 'BadRequestException', message: "Unknown operation named 'C'." }],
      },
    });
  });
});

describe('introspection', () => {
  test('the whole schema can be asked for as tools ask for it', async () => {
    const answer = await api.ask(getIntrospectionQuery());
    expect(answer.errors).toBeUndefined();
    expect(
      buildClientSchema(answer.data as unknown as IntrospectionQuery).getQueryType()?.name,
    ).toBe('Query');
  });

  test('answers, with fragments, aliases and variables, beside data', async () => {
    const body = await api.ask(
      `query ($n: String!) { s: __schema { queryType { ...T } } __type(name: $n) { kind } thing(id: 1) { id } __typename }
       fragment T on __Type { name }`,
      { n: 'Status' },
    );
    expect(body).toEqual({
      data: {
        s: { queryType: { name: 'Query' } },
        __type: { kind: 'ENUM' },
        thing: { id: '1' },
        __typename: 'Query',
      },
    });
  });

  test('that goes from types to types without end is refused', async () => {
    const through = Array.from(
      { length: 20 },
      (_, level) => `
        fragment F${level} on __Type { name fields { name type { ...T${level} } } }
        fragment T${level} on __Type { ...F${level + 1} ofType { ...F${level + 1} ofType { ...F${level + 1} } } }`,
    );
    const query = `query ($n: String!) { __type(name: $n) { ...F0 } } fragment F20 on __Type { name } ${through.join('')}`;
    expect(await api.ask(query, { n: 'Status' })).toEqual({ data: { __type: expect.anything() } });
    const body = await api.ask(query, { n: '__Type' });
    expect(body.data).toBeNull();
    expect(messages(body)).toEqual(['The request asks for more than 100000 values of the schema.']);
  });

  test('switched off, its fields do not exist, and __typename still does', async () => {
    const closed = await createApi({ sdl, introspection: false });
    expect(messages(await closed.ask('{ __schema { queryType { name } } }'))).toEqual([
      "Validation error of type FieldUndefined: Field '__schema' in type 'Query' is undefined @ '__schema'",
    ]);
    expect(await closed.ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  });
});
