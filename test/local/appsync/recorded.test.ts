import { beforeAll, describe, expect, test } from 'vitest';
import { admin, createApi, fakeFunction, newcomer, resolver, type TestApi } from './support.ts';

/**
 * Answers of the real service that people have published, each with the place. The types are as much of theirs as the
 * question needs; of names, only those that the answer shows are kept.
 */
interface Recording {
  readonly from: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly errors: readonly unknown[];
}

const sdl = `
  type Query {
    getPerson(id: ID!): Person
    syncTasks: TaskPage
    getPostById: Post
    orders: [Order]
    lead: Lead
  }
  type Mutation {
    createItem(outside_input: OutsideInput!): String
    createOffer(input: OfferRequestInput!): String
    createUpdateTest(input: [CreateUpdateTestInput!]!): TestPage
    createPerson(input: CreatePersonInput!): Person
    sendEmail(data: AWSJSON): String
    sendSignatureRequest: String
    createTodo(input: CreateTodoInput!): Person
    onCreateTodo(owner: String!): Person
  }
  input OutsideInput { nested: NestedInput }
  input NestedInput { name: String! }
  input OfferRequestInput { id: ID! }
  input CreateUpdateTestInput { test: String! }
  input CreatePersonInput { id: ID, name: String, phone: AWSPhone, dateOfBirth: AWSDate }
  input CreateTodoInput { dt: AWSDateTime }
  type TestPage { items: [Person] }
  type Person { id: ID }
  type TaskPage { items: [Task] }
  type Task { reminder: Reminder }
  type Reminder { date: AWSDateTime }
  type Post { id: ID, body: String @aws_cognito_user_pools(cognito_groups: ["admin"]) }
  type Order { orderDate: AWSDateTime }
  type Lead { formId: String! }
`;

const at = (line: number, column: number) => [{ line, column, sourceName: null }];
const refused = (message: string, locations: unknown) => ({ path: null, locations, message });

const recordings: readonly Recording[] = [
  {
    from: 'graphql/graphql-over-http#81, 2020',
    query: '{badfield}',
    errors: [
      refused(
        "Validation error of type FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'",
        at(1, 2),
      ),
    ],
  },
  {
    from: 'aws/aws-appsync-community#406, 2026',
    query: 'mutation ($outside_input: OutsideInput!) { createItem(outside_input: $outside_input) }',
    variables: { outside_input: { nested: {} } },
    errors: [
      refused(
        "Variable 'outside_input' has coerced Null value for NonNull type 'String!'",
        at(1, 11),
      ),
    ],
  },
  {
    from: 'aws-amplify/amplify-flutter#4915, 2024',
    query: 'mutation createOfferRequest($input: OfferRequestInput!) { createOffer(input: $input) }',
    variables: { input: {} },
    errors: [refused("Variable 'input' has coerced Null value for NonNull type 'ID!'", at(1, 29))],
  },
  {
    from: 'aws/aws-appsync-community#273, 2023, with a variable',
    query: `mutation createUpdateTest($input: [CreateUpdateTestInput!]!) {
  createUpdateTest(input: $input) {
    items {
      id
    }
  }
}`,
    variables: { input: { testa: 'test' } },
    errors: [
      refused(
        "The variables input contains a field that is not defined for input object type 'CreateUpdateTestInput' ",
        null,
      ),
    ],
  },
  {
    from: 'aws/aws-appsync-community#273, 2023, with a literal',
    query: `mutation createUpdateTest {
   createUpdateTest(input: {testa: "test"}) {
    items {
      id
    }
  }
}`,
    errors: [
      refused(
        "Validation error of type WrongType: argument 'input' with value 'ObjectValue{objectFields=[ObjectField{name='testa', value=StringValue{value='test'}}]}' is missing required fields '[test]' @ 'createUpdateTest'",
        at(2, 21),
      ),
    ],
  },
  {
    from: 'aws-amplify/amplify-flutter#822, 2021',
    query:
      'mutation CreatePerson($input: CreatePersonInput!) {\n  createPerson(input: $input) {\n    id\n  }\n}\n',
    variables: { input: { name: 'Test with Phone', id: '1', phone: '1110004444' } },
    errors: [
      refused(
        "Variable 'phone' has an invalid value. Unable to parse `1110004444` as a valid phone number.",
        at(1, 23),
      ),
    ],
  },
  {
    from: 'aws-amplify/amplify-swift#278',
    query: 'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { id } }',
    variables: { input: { dateOfBirth: '2019-12-24T04:15:57.798Z' } },
    errors: [
      refused(
        "Variable 'dateOfBirth' has an invalid value. Unable to parse `2019-12-24T04:15:57.798Z` as a valid date.",
        at(1, 11),
      ),
    ],
  },
  {
    from: 'awslabs/aws-mobile-appsync-sdk-js#554, 2020',
    query: `mutation {${'\n'.repeat(30)}  sendEmail(data: { upvotes: 10 }) }`,
    errors: [
      refused(
        "Validation error of type WrongType: argument 'data' with value 'ObjectValue{objectFields=[ObjectField{name='upvotes', value=IntValue{value=10}}]}' is not a valid 'AWSJSON' @ 'sendEmail'",
        at(31, 13),
      ),
    ],
  },
  {
    from: 'aws-amplify/amplify-swift#3393, 2023',
    query: 'mutation { createTodo(input: { dt: "2023-11-30T11:04:03+0800" }) { id } }',
    errors: [
      refused(
        "Validation error of type WrongType: argument 'input.dt' with value 'StringValue{value='2023-11-30T11:04:03+0800'}' is not a valid 'AWSDateTime' @ 'createTodo'",
        at(1, 23),
      ),
    ],
  },
  {
    from: 'aws-amplify/amplify-cli#1296, 2019',
    query: 'mutation {\n  sendSignatureRequest {\n    response\n  }\n}',
    errors: [
      refused(
        "Validation error of type SubSelectionNotAllowed: Sub selection not allowed on leaf type String of field sendSignatureRequest @ 'sendSignatureRequest'",
        at(2, 3),
      ),
    ],
  },
  {
    from: 'aws-amplify/amplify-android#702, 2020',
    query: '{ syncTasks { items { reminder } } }',
    errors: [
      refused(
        "Validation error of type SubSelectionRequired: Sub selection required for type Reminder of field reminder @ 'syncTasks/items/reminder'",
        at(1, 23),
      ),
    ],
  },
  {
    from: 'aws-amplify/amplify-swift#854, 2020',
    query: 'mutation { onCreateTodo { id } }',
    errors: [
      refused(
        "Validation error of type MissingFieldArgument: Missing field argument owner @ 'onCreateTodo'",
        at(1, 12),
      ),
    ],
  },
  {
    from: 'aws-amplify/amplify-cli#4016, 2020',
    query:
      'mutation ($condition: ModelPortalAccountConditionInput) { sendEmail(data: $condition) }',
    errors: [
      refused(
        'Validation error of type UnknownType: Unknown type ModelPortalAccountConditionInput',
        at(1, 23),
      ),
    ],
  },
];

let api: TestApi;
beforeAll(async () => {
  api = await createApi({
    sdl,
    dataSources: {
      api: fakeFunction(event => {
        const { field } = event as { field: string };
        if (field === 'Query.lead') return { formId: null };
        if (field === 'Query.getPostById') return { id: '1', body: 'text' };
        return [{}, {}, {}, { orderDate: '2020-05-19T11:5:29.000Z' }];
      }).dataSource,
    },
    resolvers: [
      await resolver('Query.orders'),
      await resolver('Query.lead'),
      await resolver('Query.getPostById'),
    ],
  });
});

describe('what the service has answered, word for word, before it executes anything', () => {
  test.for(recordings)('$from', async ({ query, variables, errors }) => {
    expect(await api.ask(query, variables)).toEqual({ data: null, errors });
  });
});

describe('what the service has answered beside data', () => {
  test('aws/aws-appsync-community#266, 2023: a denied leaf', async () => {
    const query = '{\n  getPostById {\n    id\n\n\n    body\n  }\n}';
    expect(await api.ask(query, {}, admin)).toEqual({
      data: { getPostById: { id: '1', body: 'text' } },
    });
    expect(await api.ask(query, {}, newcomer)).toEqual({
      data: { getPostById: { id: '1', body: null } },
      errors: [
        {
          path: ['getPostById', 'body'],
          data: null,
          errorType: 'Unauthorized',
          errorInfo: null,
          locations: at(6, 5),
          message: 'Not Authorized to access body on type Post',
        },
      ],
    });
  });

  test('aws-amplify/amplify-js#5963: a date that cannot be written', async () => {
    expect((await api.ask('{ orders { orderDate } }')).errors).toEqual([
      {
        path: ['orders', 3, 'orderDate'],
        locations: null,
        message:
          "Can't serialize value (/orders[3]/orderDate) : Unable to serialize `2020-05-19T11:5:29.000Z` as a valid DateTime Object.",
      },
    ]);
  });

  test('aws-amplify/amplify-category-api#1338: a null where none may be', async () => {
    expect(await api.ask('{ lead { formId } }')).toEqual({
      data: { lead: null },
      errors: [
        {
          path: ['lead', 'formId'],
          locations: null,
          message:
            "Cannot return null for non-nullable type: 'String' within parent 'Lead' (/lead/formId)",
        },
      ],
    });
  });
});
