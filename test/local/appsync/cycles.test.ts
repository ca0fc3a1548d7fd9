import { describe, expect, test } from 'vitest';
import { admin, createApi, messages, resolver, type TestApi } from './support.ts';

const sdl = `
  type Query { node: Node, nodes: [Node], works: Boolean }
  type Mutation { change: Node }
  type Subscription { changed: Node @aws_subscribe(mutations: ["change"]) }
  type Node { id: ID, self: Node, list: [Node], json: AWSJSON, text: String, deep: Int }
`;

const CYCLE = `const a = { id: 1, json: null }; a.self = a; a.list = [a, a]; a.json = a; a.text = a;`;

/** An API whose `node` is resolved with these halves. */
async function create(parts: { request?: string; response?: string }): Promise<TestApi> {
  const none = { dataSource: 'none', request: 'return { payload: null };' } as const;
  return createApi({
    sdl,
    resolvers: await Promise.all([
      resolver('Query.node', { ...none, ...parts }),
      resolver('Query.nodes', {
        ...none,
        response: `const list = []; list.push(list); return list;`,
      }),
      resolver('Query.works', { ...none, response: 'return true;' }),
      resolver('Mutation.change', { ...none, response: `${CYCLE} return a;` }),
      resolver('Node.deep', {
        dataSource: 'none',
        request: 'return { payload: ctx.source.id };',
        response: 'return ctx.result;',
      }),
    ]),
  });
}

const codeError = {
  errorType: 'Code',
  message: expect.stringContaining('circular'),
};

describe('a resolver that returns what contains itself', () => {
  test('is answered as deep as was asked', async () => {
    const { ask } = await create({ response: `${CYCLE} return a;` });
    expect(await ask('{ node { self { self { id } list { id self { id } } } } }')).toEqual({
      data: {
        node: {
          self: {
            self: { id: '1' },
            list: [
              { id: '1', self: { id: '1' } },
              { id: '1', self: { id: '1' } },
            ],
          },
        },
      },
    });
  });

  test('is an error of its field when the answer would have no end', async () => {
    const { ask } = await create({ response: `${CYCLE} return a;` });
    expect(await ask(`{ node { ${'list { '.repeat(40)} id ${'}'.repeat(40)} } works }`)).toEqual({
      data: { node: null, works: true },
      errors: [
        {
          path: ['node'],
          data: null,
          errorType: 'ResponseSizeLimitReached',
          errorInfo: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: 'The answer has more than 1000000 values.',
        },
      ],
    });
  });

  test.for([
    ['json', 'AWSJSON'],
    ['text', 'String'],
  ] as const)('as %s, a value of %s: null, with an error that says so', async ([field]) => {
    const { ask } = await create({ response: `${CYCLE} return a;` });
    const body = await ask(`{ node { id ${field} } works }`);
    expect(body.data).toEqual({ node: { id: '1', [field]: null }, works: true });
    expect(body.errors).toHaveLength(1);
  });

  test('is no source for a resolver below: that one fails, and no other', async () => {
    const { ask } = await create({ response: `${CYCLE} return a;` });
    expect(await ask('{ node { id deep } works }')).toMatchObject({
      data: { node: { id: '1', deep: null }, works: true },
      errors: [{ path: ['node', 'deep'], ...codeError }],
    });
  });

  test('as a list in itself', async () => {
    const { ask } = await create({});
    const body = await ask('{ nodes { id } works }');
    expect(body.data).toEqual({ nodes: [null], works: true });
    expect(messages(body)).toEqual([
      "Can't resolve value (/nodes[0]) : type mismatch error, expected type OBJECT",
    ]);
  });

  test.for([
    ['what it asks', { request: `${CYCLE} return { payload: a };` }],
    ['the data of its error', { response: `${CYCLE} util.error('no', 'T', a);` }],
    ['the info of its error', { response: `${CYCLE} util.error('no', 'T', null, a);` }],
    ['an error beside', { response: `${CYCLE} util.appendError('no', 'T', a); return a;` }],
    ['what it prints', { response: `${CYCLE} console.log(a); return a;` }],
    ['a header', { response: `${CYCLE} util.http.addResponseHeader('x-a', a); return a;` }],
  ] as const)('as %s: an error of its field', async ([, parts]) => {
    const { ask } = await create(parts);
    expect(await ask('{ node { id } works }')).toMatchObject({
      data: { node: null, works: true },
      errors: [{ path: ['node'], ...codeError }],
    });
  });

  test('as a mutation: subscribers hear what was selected', async () => {
    const api = await create({});
    const heard: unknown[] = [];
    const subscribed = await api.subscribe(
      { query: 'subscription { changed { id self { id text } } }' },
      { identity: admin },
      { started: () => {}, next: text => void heard.push(JSON.parse(text)), invalidated: () => {} },
    );
    expect(subscribed).toEqual({ ok: true });
    await api.ask('mutation { change { id self { id } } }');
    expect(heard).toEqual([{ data: { changed: { id: '1', self: { id: '1', text: null } } } }]);
  });

  test('as a mutation: what a subscriber would make endless of it is not delivered', async () => {
    const many = Array.from({ length: 3 }, (_, index) => `a${index}: list`);
    const wide = (levels: number): string =>
      levels === 0 ? 'id' : many.map(each => `${each} { ${wide(levels - 1)} }`).join(' ');
    const api = await create({});
    const heard: unknown[] = [];
    await api.subscribe(
      { query: `subscription { changed { ${wide(6)} } }` },
      { identity: admin },
      { started: () => {}, next: text => void heard.push(JSON.parse(text)), invalidated: () => {} },
    );
    const selected = `${'list { '.repeat(12)} id ${'}'.repeat(12)}`;
    expect(await api.ask(`mutation { change { ${selected} } }`)).not.toHaveProperty('errors');
    await api.ask('mutation { change { list { id } } }');
    expect(heard).toHaveLength(1);
  });
});
