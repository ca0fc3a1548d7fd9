import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FilterEntry } from '../../../local/appsync/runtime/inside/subscription-filter.ts';
import { matches } from '../../../local/appsync/subscriptions/filter.ts';
import { createApi, type TestApi } from '../appsync/support.ts';
import { Client, notesApi, startRealtime } from './support.ts';

let api: TestApi;
let server: Awaited<ReturnType<typeof startRealtime>>;
beforeAll(async () => {
  api = await notesApi();
});
beforeEach(async () => {
  server = await startRealtime(api);
});
afterEach(() => server.stop());

/** What subscribers of these heard of the mutations. */
async function heard(
  subscription: string,
  mutations: readonly string[],
  { variables = {}, as = 'admin' } = {},
): Promise<unknown[]> {
  const client = await Client.connected(server.url);
  const answer = await client.started('1', subscription, variables, { Authorization: as });
  expect(answer).toEqual({ type: 'start_ack', id: '1' });
  for (const mutation of mutations) await api.ask(mutation);
  const frames = await client.settled();
  return frames.filter(({ type }) => type === 'data').map(({ payload }) => payload);
}

describe('what arrives', () => {
  test('is what the mutation selected, by field names, and null for the rest', async () => {
    expect(
      await heard('subscription { onNote { other: id topic author { id } raw } }', [
        'mutation { w: write(id: 1, topic: "t", author: { id: 2 }) { x: id author { id } raw } }',
      ]),
    ).toEqual([
      { data: { onNote: { other: '1', topic: null, author: { id: '2' }, raw: '{"a":[1]}' } } },
    ]);
  });

  test('is everything that was selected of an object under any of its aliases', async () => {
    expect(
      await heard('subscription { onNote { id author { id name } raw } }', [
        `mutation {
          write(id: 1, author: { id: 2, name: "n" }) { id author { id } same: author { name } raw again: raw }
        }`,
        'mutation { write(id: 1) { id author { id } same: author { name } raw } }',
      ]),
    ).toEqual([
      { data: { onNote: { id: '1', author: { id: '2', name: 'n' }, raw: '{"a":[1]}' } } },
      { data: { onNote: { id: '1', author: null, raw: '{"a":[1]}' } } },
    ]);
  });

  test('is null with an error where what was not selected cannot be null', async () => {
    expect(
      await heard('subscription { onNote { id required } }', ['mutation { write(id: 1) { id } }']),
    ).toEqual([
      {
        data: { onNote: null },
        errors: [
          {
            path: ['onNote', 'required'],
            locations: null,
            message: `Cannot return null for non-nullable type: 'String' within parent 'Note' (/onNote/required)`,
          },
        ],
      },
    ]);
  });

  test('leaves out what the subscriber may not see', async () => {
    const mutation = 'mutation { write(id: 1, secret: "s") { id secret } }';
    const subscription = 'subscription { onNote { id secret } }';
    expect(await heard(subscription, [mutation])).toEqual([
      { data: { onNote: { id: '1', secret: 's' } } },
    ]);
    expect(await heard(subscription, [mutation], { as: 'analyst' })).toMatchObject([
      {
        data: { onNote: { id: '1', secret: null } },
        errors: [{ message: 'Not Authorized to access secret on type Note' }],
      },
    ]);
  });

  test('is nothing when the mutation failed, was refused or answered null', async () => {
    await expect(
      heard('subscription { onNote { id } }', [
        'mutation { fail { id } }',
        'mutation { write { id } }',
        'mutation { end(topic: "x") }',
      ]),
    ).resolves.toEqual([]);
  });

  test('comes once for each root field, in their order', async () => {
    expect(
      await heard('subscription { onNote { id } }', [
        'mutation { b: write(id: 2) { id } a: write(id: 1) { id } fail { id } }',
      ]),
    ).toEqual([{ data: { onNote: { id: '2' } } }, { data: { onNote: { id: '1' } } }]);
  });

  test('is nothing that is larger than 240 KB', async () => {
    const large = (length: number) =>
      `mutation { write(id: 1, topic: "${'x'.repeat(length)}") { id topic } }`;
    const frames = await heard('subscription { onNote { topic } }', [
      large(240 * 1024),
      large(240 * 1024 - 100),
    ]);
    expect(frames).toHaveLength(1);
  });
});

describe('arguments', () => {
  const mutations = [
    'mutation { write(id: 1, topic: "t") { id topic } }',
    'mutation { write(id: 2, topic: "u") { id topic } }',
    'mutation { write(id: 3) { id topic } }',
    'mutation { write(id: 4, topic: "t") { id } }',
  ];
  test.for([
    ['none', '', {}, ['1', '2', '3', '4']],
    ['a text', '(topic: "t")', {}, ['1']],
    ['two', '(topic: "t", id: 2)', {}, []],
    ['an id given as a number', '(id: 2)', {}, ['2']],
    ['null', '(topic: null)', {}, ['3', '4']],
    ['a variable', '(topic: $t)', { t: 'u' }, ['2']],
    ['a variable without a value, which is null', '(topic: $t)', {}, ['3', '4']],
  ] as const)('%s', async ([, args, variables, ids]) => {
    const declared = args.includes('$') ? '($t: String)' : '';
    const answers = await heard(`subscription S${declared} { onNote${args} { id } }`, mutations, {
      variables,
    });
    expect(answers).toEqual(ids.map(id => ({ data: { onNote: { id } } })));
  });

  test('are not compared where the resolver set a filter, which reaches into objects', async () => {
    expect(
      await heard('subscription { onAuthor(name: "A") { id } }', [
        'mutation { write(id: 1, author: { id: 1, name: "A" }) { id author { name } } }',
        'mutation { write(id: 2, author: { id: 1, name: "B" }) { id author { name } } }',
        'mutation { write(id: 3, author: { id: 1, name: "A" }) { id author { id } } }',
        'mutation { write(id: 4) { id } }',
      ]),
    ).toEqual([{ data: { onAuthor: { id: '1' } } }]);
  });
});

describe('enhanced filters', () => {
  const scalar = fc.oneof(
    fc.integer({ min: -2, max: 3 }),
    fc.constantFrom('', 'a', 'ab', 'b', 'ba'),
    fc.boolean(),
    fc.constant(null),
  );
  const payload = fc.record(
    { a: scalar, list: fc.array(scalar, { maxLength: 3 }), o: fc.record({ x: scalar }) },
    { requiredKeys: [] },
  );
  const operators = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'contains', 'notContains', 'beginsWith'];
  const field = fc.constantFrom('a', 'list', 'o.x', 'o', 'none', 'o.x.y', '__proto__');
  const entry: fc.Arbitrary<FilterEntry> = fc.oneof(
    fc.record({ fieldName: field, operator: fc.constantFrom(...operators), value: scalar }),
    fc.record({
      fieldName: field,
      operator: fc.constantFrom('in', 'notIn', 'containsAny'),
      value: fc.array(scalar, { maxLength: 3 }),
    }),
    fc.record({
      fieldName: field,
      operator: fc.constant('between'),
      value: fc.tuple(scalar, scalar),
    }),
  );

  /** Written down a second time, by what each operator means. */
  function naive({ fieldName, operator, value }: FilterEntry, object: unknown): boolean {
    // What JSON does not have is not there.
    const flat = new Map<string, unknown>();
    const walk = (prefix: string, part: object): void => {
      for (const [name, inner] of Object.entries(part)) {
        flat.set(prefix + name, inner);
        if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) {
          walk(`${prefix + name}.`, inner as object);
        }
      }
    };
    walk('', object as object);
    if (!flat.has(fieldName)) return false;
    const found = flat.get(fieldName);
    const ordered = (other: unknown) =>
      typeof found === typeof other && (typeof found === 'number' || typeof found === 'string');
    const less = (x: unknown, y: unknown) => (x as number) < (y as number);
    const has = (part: unknown) =>
      Array.isArray(found)
        ? found.some(each => each === part)
        : typeof found === 'string' && typeof part === 'string' && found.indexOf(part) >= 0;
    const [low, high] = Array.isArray(value) ? (value as unknown[]) : [];
    const meanings: Readonly<Record<string, () => boolean>> = {
      eq: () => found === value,
      ne: () => found !== value,
      lt: () => ordered(value) && less(found, value),
      le: () => ordered(value) && !less(value, found),
      gt: () => ordered(value) && less(value, found),
      ge: () => ordered(value) && !less(found, value),
      between: () => ordered(low) && ordered(high) && !less(found, low) && !less(high, found),
      contains: () => has(value),
      notContains: () => (Array.isArray(found) || typeof found === 'string') && !has(value),
      beginsWith: () =>
        typeof found === 'string' && typeof value === 'string' && found.indexOf(value) === 0,
      in: () => (value as unknown[]).indexOf(found) >= 0,
      notIn: () => (value as unknown[]).indexOf(found) < 0,
      containsAny: () => (value as unknown[]).some(has),
    };
    return meanings[operator]?.() ?? false;
  }

  test('mean what their operators say: groups are alternatives of what must all hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ filters: fc.array(entry, { minLength: 1, maxLength: 3 }) }), {
          maxLength: 3,
        }),
        payload,
        (filterGroup, object) => {
          const expected = filterGroup.some(({ filters }) => filters.every(e => naive(e, object)));
          expect(matches({ filterGroup }, object)).toBe(expected);
        },
      ),
      { numRuns: 3_000, seed: 11 },
    );
  });
});

describe('the schema', () => {
  const sdl = (subscribe: string) => `
    schema { query: Query mutation: Mutation subscription: Subscription }
    type Query { a: Int } type Mutation { a: Int b: String }
    type Subscription { onA: Int @aws_subscribe(mutations: ${subscribe}) }`;
  test.for([
    ['["c"]', 'Subscription.onA names c, which is no mutation.'],
    ['["a", "b"]', 'Subscription.onA is Int, but b returns String.'],
  ] as const)('with @aws_subscribe(mutations: %s) does not load', async ([mutations, message]) => {
    await expect(createApi({ sdl: sdl(mutations) })).rejects.toThrow(message);
  });
});

describe('many at once', () => {
  test(
    '500 subscribers hear each of 2,000 messages once and in order',
    { timeout: 120_000 },
    async () => {
      const clients = await Promise.all(
        Array.from({ length: 5 }, () => Client.connected(server.url)),
      );
      const received = new Map<string, number>();
      let faults = 0;
      for (const [index, client] of clients.entries()) {
        for (let id = 0; id < 100; id += 1) {
          await client.started(`${id}`, 'subscription { onNote { id } }');
        }
        client.socket.removeAllListeners('message');
        client.socket.on('message', data => {
          const text = String(data);
          const key = `${index} ${/^\{"id":"(\d+)"/.exec(text)?.[1]}`;
          const expected = received.get(key) ?? 0;
          if (/"onNote":\{"id":"(\d+)"\}/.exec(text)?.[1] !== String(expected)) faults += 1;
          received.set(key, expected + 1);
        });
      }
      expect(api.subscriptions()).toBe(500);
      for (let message = 0; message < 2_000; message += 1) {
        await api.ask('mutation ($id: ID!) { write(id: $id) { id } }', { id: `${message}` });
        await new Promise(setImmediate);
      }
      await expect
        .poll(() => [...received.values()].reduce((sum, each) => sum + each, 0), {
          timeout: 60_000,
        })
        .toBe(1_000_000);
      expect([faults, received.size]).toEqual([0, 500]);
    },
  );

  test('a slow reader is cut off, and the others hear everything', async () => {
    const slow = await Client.connected(server.url);
    const good = await Client.connected(server.url);
    await slow.started('1', 'subscription { onNote { id topic } }');
    await good.started('1', 'subscription { onNote { id } }');
    slow.socket.pause();
    const topic = 'x'.repeat(200_000);
    const most = 200;
    let message = 0;
    for (; message < most && api.subscriptions() === 2; message += 1) {
      await api.ask('mutation ($topic: String) { write(id: 1, topic: $topic) { id topic } }', {
        topic,
      });
      await new Promise(setImmediate);
    }
    expect(message).toBeLessThan(most);
    expect(api.subscriptions()).toBe(1);
    const frames = await good.settled();
    expect(frames.filter(({ type }) => type === 'data')).toHaveLength(message);
    slow.socket.resume();
    expect(await slow.closed).toBe(1006);
  });
});
