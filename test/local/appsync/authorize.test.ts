import { beforeAll, describe, expect, test } from 'vitest';
import { type Identity } from '../../../local/identity/identity.ts';
import {
  admin,
  analyst,
  createApi,
  fakeFunction,
  job,
  messages,
  newcomer,
  resolver,
  type TestApi,
} from './support.ts';

const sdl = `
  type Query {
    open: Thing
    grouped: Thing @aws_cognito_user_pools(cognito_groups: ["admin", "scheduler"])
    jobOnly: Thing @aws_iam
    both: Thing @aws_iam @aws_cognito_user_pools(cognito_groups: ["admin"])
    strict: Strict! @aws_iam @aws_cognito_user_pools
    keyOnly: Int @aws_api_key
    things: [Thing] @aws_cognito_user_pools
  }
  type Thing @aws_cognito_user_pools @aws_iam {
    id: ID!
    email: String @aws_cognito_user_pools(cognito_groups: ["admin"])
    owner: Owner
  }
  type Strict @aws_iam @aws_cognito_user_pools {
    id: ID!
    secret: String! @aws_cognito_user_pools(cognito_groups: ["admin"])
    other: String! @aws_iam
  }
  type Owner { name: String! legacy: String @aws_auth(cognito_groups: ["admin"]) }
`;

const thing = { id: 1, email: 'e@x', owner: { name: 'o', legacy: 'l' }, secret: 's', other: 'o' };

let api: TestApi;
let events: unknown[];
beforeAll(async () => {
  const fake = fakeFunction(event => (event === 'things' ? [thing, thing] : thing));
  events = fake.events;
  const fields = ['open', 'grouped', 'jobOnly', 'both', 'strict', 'things'];
  api = await createApi({
    sdl,
    dataSources: { api: fake.dataSource },
    resolvers: await Promise.all(
      fields.map(field => resolver(`Query.${field}`, { payload: `'${field}'` })),
    ),
  });
});

describe('a field', () => {
  const callers = { admin, analyst, newcomer, job };
  test.for([
    ['open', 'admin', 'analyst', 'newcomer'],
    ['grouped', 'admin'],
    ['jobOnly', 'job'],
    ['both', 'admin', 'job'],
    ['keyOnly'],
  ] as const)('%s answers only %s %s %s', async ([field, ...allowed]) => {
    for (const [name, caller] of Object.entries(callers)) {
      const query = field === 'keyOnly' ? '{ keyOnly }' : `{ ${field} { id } }`;
      const body = await api.ask(query, {}, caller);
      const isAllowed = allowed.some(each => each === name);
      expect(messages(body), name).toEqual(
        isAllowed ? [] : [`Not Authorized to access ${field} on type Query`],
      );
    }
  });

  test('that is denied does not run its resolver', async () => {
    events.length = 0;
    await api.ask('{ grouped { id } open { id } }', {}, analyst);
    expect(events).toEqual(['open']);
  });
});

describe('a denial', () => {
  test('is one six-key error per field, leaves included, beside the rest of the data', async () => {
    expect(await api.ask('{\n  open {\n    id\n    mail: email\n  }\n}', {}, analyst)).toEqual({
      data: { open: { id: '1', mail: null } },
      errors: [
        {
          path: ['open', 'mail'],
          data: null,
          errorType: 'Unauthorized',
          errorInfo: null,
          locations: [{ line: 4, column: 5, sourceName: null }],
          message: 'Not Authorized to access email on type Thing',
        },
      ],
    });
  });

  test('comes for each item of a list', async () => {
    expect(await api.ask('{ things { email } }', {}, analyst)).toMatchObject({
      data: { things: [{ email: null }, { email: null }] },
      errors: [{ path: ['things', 0, 'email'] }, { path: ['things', 1, 'email'] }],
    });
  });

  test('of non-null leaves nulls what is around them, and every leaf keeps its error', async () => {
    const body = await api.ask('{ strict { id secret other } }', {}, analyst);
    expect(body).toMatchObject({
      data: null,
      errors: [
        { path: ['strict', 'secret'], errorType: 'Unauthorized' },
        { path: ['strict', 'other'], errorType: 'Unauthorized' },
      ],
    });
    expect(body.errors).toHaveLength(2);
  });

  test('meets a role on a type that is not opened to it, at each leaf', async () => {
    expect(await api.ask('{ jobOnly { id owner { name } } }', {}, job)).toMatchObject({
      data: { jobOnly: { id: '1', owner: null } },
      errors: [{ message: 'Not Authorized to access name on type Owner' }],
    });
  });
});

test('@aws_auth changes nothing beside a second mode', async () => {
  expect(await api.ask('{ open { owner { legacy } } }', {}, newcomer)).toEqual({
    data: { open: { owner: { legacy: 'l' } } },
  });
});

test('__typename and introspection are open to everybody who is signed in', async () => {
  expect(await api.ask('{ __typename __schema { queryType { name } } }', {}, job)).toEqual({
    data: { __typename: 'Query', __schema: { queryType: { name: 'Query' } } },
  });
});

describe('policies of IAM', () => {
  const ask = async (query: string, who: Identity = job) => {
    const limited = await createApi({
      sdl,
      dataSources: { api: fakeFunction(() => thing).dataSource },
      resolvers: await Promise.all(
        ['jobOnly', 'both'].map(field => resolver(`Query.${field}`, { payload: `'${field}'` })),
      ),
      iamPolicy: ({ userArn }, resource) => userArn === job.userArn && resource === 'Query.both',
    });
    return limited.ask(query, {}, who);
  };

  test('leave a role the root fields that they name, with what is below them', async () => {
    const body = await ask('{ both { id } jobOnly { id } }');
    expect(body.data).toEqual({ both: { id: '1' }, jobOnly: null });
    expect(body.errors).toMatchObject([
      {
        path: ['jobOnly'],
        errorType: 'Unauthorized',
        message: 'Not Authorized to access jobOnly on type Query',
      },
    ]);
  });

  test('are not asked about users', async () => {
    expect(await ask('{ both { id } }', admin)).toEqual({ data: { both: { id: '1' } } });
  });
});
