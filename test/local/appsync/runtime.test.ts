import { describe, expect, onTestFinished, test } from 'vitest';
import { admin, bundle, createApi, fakeFunction, job, messages, resolver } from './support.ts';

const sdl = `
  type Query { value(input: AWSJSON, n: Int): AWSJSON @aws_iam @aws_cognito_user_pools other: AWSJSON list: [Item!] }
  type Item { id: ID! parent(n: Int): AWSJSON }
`;

/** The value that an expression has in a resolver. */
async function evaluate(expression: string, input: unknown = null): Promise<unknown> {
  const { ask } = await createApi({
    sdl,
    resolvers: [
      await resolver('Query.value', {
        dataSource: 'none',
        request: `return { payload: { it: ${expression} } };`,
        response: 'return ctx.result;',
      }),
    ],
  });
  const body = await ask('query ($input: AWSJSON) { value(input: $input) }', {
    input: JSON.stringify(input),
  });
  if (body.errors) throw new Error(messages(body).join('\n'));
  const { value } = body.data as { value: string };
  return (JSON.parse(value) as { it: unknown }).it;
}

describe('ctx', () => {
  test('holds arguments, identity, headers and the field, and loses its selection set as JSON', async () => {
    const api = await createApi({
      sdl,
      resolvers: [
        await resolver('Query.value', {
          dataSource: 'none',
          request: `return { payload: { ctx, list: ctx.info.selectionSetList, same: ctx.args === ctx.arguments } };`,
        }),
      ],
    });
    const query = 'query ($n: Int) { value(n: $n, input: "[1]") }';
    const headers = { 'x-a': 'b', 'x-many': ['1', '2'] };
    const answer = await api.execute(
      { query, variables: { n: 5, more: 1 } },
      { identity: admin, headers },
    );
    const { data } = JSON.parse(JSON.stringify(answer.body)) as { data: { value: string } };
    expect(JSON.parse(data.value)).toEqual({
      ctx: {
        arguments: { n: 5, input: [1] },
        args: { n: 5, input: [1] },
        identity: admin,
        request: { headers, domainName: null },
        info: { fieldName: 'value', parentTypeName: 'Query', variables: { n: 5, more: 1 } },
        stash: {},
        env: {},
      },
      list: [],
      same: true,
    });
  });

  test('cannot be assigned to; what is in it can be changed, for the response handler too', async () => {
    await expect(evaluate('(ctx.args = 1)')).rejects.toThrow('code.js');
    await expect(evaluate('(ctx.more = 1)')).rejects.toThrow('code.js');
    const { ask } = await createApi({
      sdl,
      resolvers: [
        await resolver('Query.value', {
          dataSource: 'none',
          request: `ctx.stash.a = 1; ctx.args.n = 2; return { payload: { b: 3 } };`,
          response: `ctx.result.c = 4; return { ...ctx.stash, ...ctx.args, ...ctx.result };`,
        }),
      ],
    });
    expect(await ask('{ value(n: 1) }')).toEqual({
      data: { value: '{"a":1,"n":2,"b":3,"c":4}' },
    });
  });

  test('has the parent as source, a copy for each resolver', async () => {
    const api = fakeFunction(() => [{ id: 1, tags: ['t'] }]);
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource, none: { kind: 'NONE' } },
      resolvers: [
        await resolver('Query.list'),
        await resolver('Item.parent', {
          dataSource: 'none',
          request: `ctx.source.tags.push(ctx.args.n); return { payload: ctx.source };`,
        }),
      ],
    });
    expect(await ask('{ list { a: parent(n: 1) b: parent(n: 2) } }')).toEqual({
      data: { list: [{ a: '{"id":1,"tags":["t",1]}', b: '{"id":1,"tags":["t",2]}' }] },
    });
  });
});

describe('what a resolver does not get', () => {
  test.for([
    ...[
      'process',
      'module',
      'globalThis',
      'global',
      'Buffer',
      'fetch',
      'setTimeout',
      'Function',
      'eval',
    ],
    ...[
      'Date',
      'Map',
      'Set',
      'Promise',
      'Proxy',
      'Reflect',
      'Symbol',
      'RegExp',
      'Error',
      'Intl',
      'URL',
    ],
    ...[
      'parseInt',
      'isNaN',
      'encodeURIComponent',
      'WebAssembly',
      'structuredClone',
      'SharedArrayBuffer',
    ],
    ...[
      'Array.isArray',
      'Array.from',
      'Object.getPrototypeOf',
      'Object.defineProperty',
      'Object.freeze',
    ],
    ...[
      'Object.fromEntries',
      'Math.pow',
      'Number.parseInt',
      'JSON.rawJSON',
      "'a'.includes",
      "'a'.match",
    ],
    ...[
      "'a'.padStart",
      "'a'.localeCompare",
      '[].at',
      '[].entries',
      '[].toSorted',
      '({}).hasOwnProperty',
    ],
    ...[
      '(() => {}).call',
      '(() => {}).bind',
      '(() => {}).constructor',
      '({}).constructor',
      '[].constructor',
    ],
    ...[
      "''.constructor",
      '(5).constructor',
      '(5).toFixed',
      'true.constructor',
      '({}).__proto__',
      '/a/.test',
    ],
    ...[
      '/a/.constructor',
      'console.table',
      'util.constructor.constructor',
      'ctx.constructor',
      'ctx.args.constructor',
    ],
  ])('%s', async expression => {
    expect(await evaluate(`typeof ${expression}`).catch((cause: unknown) => String(cause))).toMatch(
      /^undefined$|is not supported by the local stack|APPSYNC_JS does not have/,
    );
  });

  test('what it does get', async () => {
    const got = [
      'Object.hasOwn',
      'Math.floor',
      'JSON.stringify',
      'Number.isNaN',
      'String.raw',
      'console.log',
      "''.trim",
      '[].flatMap',
      '[].includes',
    ];
    for (const expression of got) expect(await evaluate(`${expression} !== undefined`)).toBe(true);
    expect(await evaluate('typeof util === typeof runtime && typeof extensions')).toBe('object');
    expect(await evaluate('[...[0, 0].fill(1), ...Object.entries({ a: 1 }).flat()]')).toEqual([
      1,
      1,
      'a',
      1,
    ]);
    expect(await evaluate('`${[1, 2]}-${5}-${null}`')).toBe('1,2-5-null');
  });
});

describe('attempts to get out', () => {
  test.for([
    [`ctx.constructor.constructor('return process')()`],
    [`util.error.constructor('return process')()`],
    [`ctx.identity.constructor.constructor('return process')()`],
    [`(() => {}).constructor('return process')()`],
    [`[].map.constructor('return process')()`],
    [`Object.entries({})[\`constructor\`][\`constructor\`]('return process')()`],
    [`(function () { return this })().process`],
    [
      `((f) => { try { f(f) } catch (e) { return e.constructor.constructor('return process')() } })((f) => f(f))`,
    ],
    [
      `((f) => { try { f(f) } catch (e) { return e.constructor.constructor('return process')() } })((f) => { util.time.nowISO8601(); f(f) })`,
    ],
    [
      `(() => { try { util.time.nowFormatted('Q') } catch (e) { return e.constructor.constructor('return process')() } })()`,
    ],
    [
      `(() => { try { null.x } catch (e) { return e.__proto__.constructor } })().constructor('return process')()`,
    ],
    [`import('node:fs').then(fs => fs.readFileSync('/etc/passwd'))`],
    [`({ __proto__: null, get a() { return globalThis } }).a.process`],
  ])('%s', async ([expression = '']) => {
    await expect(evaluate(expression)).rejects.toThrow(/code\.js|APPSYNC_JS does not have/);
  });

  test.for([
    ["Object.assign = () => 'evil'"],
    ["[].map.name = 'evil'"],
    ["JSON.parse = () => 'evil'"],
    ["util.error = () => 'evil'"],
    ["Math.floor = () => 'evil'"],
    ["console.log = () => 'evil'"],
  ] as const)('%s changes nothing for another resolver', async ([change]) => {
    const { ask } = await createApi({
      sdl,
      resolvers: [
        await resolver('Query.value', {
          dataSource: 'none',
          request: `${change}; return { payload: 1 };`,
        }),
        await resolver('Query.other', {
          dataSource: 'none',
          request: `return { payload: [Object.assign({}, { a: 1 }), [1].map(x => x), JSON.parse('2'), Math.floor(1.5)] };`,
        }),
      ],
    });
    expect(await ask('{ value other }')).toMatchObject({
      data: { value: null, other: '[{"a":1},[1],2,1]' },
      errors: [{ path: ['value'], errorType: 'Code' }],
    });
  });

  test('a getter that fails while the answer is written is an error of its field', async () => {
    const { ask } = await createApi({
      sdl,
      resolvers: [
        await resolver('Query.list', {
          dataSource: 'none',
          request: 'return { payload: 1 };',
          response: 'return [{ get id() { return null.x; } }];',
        }),
        await resolver('Query.value', {
          dataSource: 'none',
          request: 'return { payload: 1 };',
          response: 'const a = {}; a.a = a; return a;',
        }),
      ],
    });
    const body = await ask('{ list { id } value }');
    expect(body.data).toEqual({ list: null, value: null });
    expect(body.errors).toHaveLength(2);
  });
});

describe("the service's quirks", () => {
  test.for([
    [`JSON.parse('{bad')`, ''],
    [`JSON.parse('{"a":1}').a`, 1],
    [`[3, 20, 1].sort()`, [1, 20, 3]],
    [`'a.b.c'.replaceAll('.', '-')`, '-----'],
    [`'a.b.c'.replaceAll('\\\\.', '-')`, 'a-b-c'],
    [`'a1b22'.replace('[0-9]+', '#')`, 'a#b22'],
    [`'Abc'.replace('(?i)a', 'x')`, 'xbc'],
  ] as const)('%s is %j', async ([expression, expected]) => {
    expect(await evaluate(expression)).toEqual(expected);
  });

  test('sort takes no comparator', async () => {
    await expect(evaluate('[2, 1].sort((a, b) => a - b)')).rejects.toThrow(
      'it passes a function to something else than a method of an array',
    );
  });
});

describe('util', () => {
  test.for([
    [`util.time.nowISO8601()`, '2026-03-02T03:04:05.678Z'],
    [`util.time.nowEpochSeconds()`, 1772420645],
    [`util.time.nowEpochMilliSeconds()`, 1772420645678],
    [
      `util.time.nowFormatted('yyyy-MM-dd HH:mm:ssXXX', 'Asia/Ho_Chi_Minh')`,
      '2026-03-02 10:04:05+07:00',
    ],
    [`util.time.nowFormatted("EEE, d MMM yyyy 'at' h:mm a")`, 'Mon, 2 Mar 2026 at 3:04 AM'],
    [`util.time.epochMilliSecondsToFormatted(0, 'yyyy-MM-dd', 'America/New_York')`, '1969-12-31'],
    [`util.time.epochMilliSecondsToISO8601(0)`, '1970-01-01T00:00:00.000Z'],
    [`util.time.epochMilliSecondsToSeconds(1999)`, 1],
    [`util.time.parseISO8601ToEpochMilliSeconds('2026-03-02T10:04:05+07:00')`, 1772420645000],
    [
      `util.time.parseFormattedToEpochMilliSeconds('2026-03-02 10:04', 'yyyy-MM-dd HH:mm', 'Asia/Ho_Chi_Minh')`,
      1772420640000,
    ],
    [`util.time.parseFormattedToEpochMilliSeconds('2026-03-02', 'yyyy-MM-dd')`, 1772409600000],
    [
      `util.time.parseFormattedToEpochMilliSeconds('02/03/2026 10:04+0700', 'dd/MM/yyyy HH:mmZ')`,
      1772420640000,
    ],
    [`util.urlEncode('a b&c=ễ/')`, 'a+b%26c%3D%E1%BB%85%2F'],
    [`util.urlDecode('a+b%26')`, 'a b&'],
    [`util.base64Encode('ễ')`, '4buF'],
    [`util.base64Decode('4buF')`, 'ễ'],
    [`util.escapeJavaScript("it's \\"ễ\\"")`, `it\\'s \\"\\u1EC5\\"`],
    [`util.matches('a*b', 'aaaab')`, true],
    [`util.matches('a*b', 'aaaabc')`, false],
    [`util.str.normalize('e\\u0302', 'nfc')`, 'ê'],
    [`util.math.roundNum(2.5)`, 3],
    [`util.math.minVal(2, 1) + util.math.maxVal(2, 1)`, 3],
    [`util.authType()`, 'User Pool Authorization'],
  ] as const)('%s is %j', async ([expression, expected]) => {
    expect(await evaluate(expression)).toEqual(expected);
  });

  test('makes ids of three kinds', async () => {
    expect(await evaluate('util.autoId()')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(await evaluate('util.autoUlid()')).toMatch(/^01KJ[0-9A-HJKMNP-TV-Z]{22}$/);
    expect(await evaluate('util.autoKsuid()')).toMatch(/^[0-9A-Za-z]{27}$/);
    expect(
      await evaluate('[util.math.randomDouble() < 1, util.math.randomWithinRange(5, 6)]'),
    ).toEqual([true, 5]);
  });

  test.for([
    [
      'util.dynamodb.toMapValues({})',
      'util.dynamodb.toMapValues is not supported by the local stack',
    ],
    ['util.rds.toJsonObject(1)', 'util.rds.toJsonObject is not supported by the local stack'],
    [
      'util.transform.toDynamoDBFilterExpression({})',
      'util.transform.toDynamoDBFilterExpression is not supported by the local stack',
    ],
    ['util.nothing()', 'util.nothing is not supported by the local stack'],
    [
      'extensions.evictFromApiCache(1, 2, {})',
      'extensions.evictFromApiCache is not supported by the local stack',
    ],
    [`util.time.nowFormatted('QQQ')`, `the pattern letter 'Q' is not supported by the local stack`],
    [`util.time.nowFormatted('yyyy', 'Mars/Olympus')`, `'Mars/Olympus' is not a time zone`],
    [
      `util.time.parseISO8601ToEpochMilliSeconds('2026-02-30T00:00:00Z')`,
      `Unable to parse '2026-02-30T00:00:00Z' as an ISO 8601 instant`,
    ],
    [
      `util.time.parseFormattedToEpochMilliSeconds('2026-02-03 10:60', 'yyyy-MM-dd HH:mm')`,
      `'2026-02-03 10:60' is not a date and time that exists`,
    ],
    [
      `util.time.parseFormattedToEpochMilliSeconds('10:00:60', 'HH:mm:ss')`,
      `'10:00:60' is not a date and time that exists`,
    ],
    [
      `util.time.parseISO8601ToEpochMilliSeconds('x')`,
      `Unable to parse 'x' as an ISO 8601 instant`,
    ],
    [
      `util.time.parseFormattedToEpochMilliSeconds('2026-02-30', 'yyyy-MM-dd')`,
      `'2026-02-30' is not a date and time that exists`,
    ],
    [
      `util.matches('a++b', 'ab')`,
      `the regular expression 'a++b' is not supported by the local stack`,
    ],
  ] as const)('%s says so by name', async ([expression, message]) => {
    await expect(evaluate(expression)).rejects.toThrow(message);
  });

  test('util.authType tells a role from a user', async () => {
    const { ask } = await createApi({
      sdl,
      resolvers: [
        await resolver('Query.value', { dataSource: 'none', payload: 'util.authType()' }),
      ],
    });
    expect(await ask('{ value }', {}, job)).toEqual({ data: { value: '"IAM Authorization"' } });
  });

  test('util.error ends the handler, and nothing can catch it', async () => {
    const { ask } = await createApi({
      sdl,
      resolvers: [
        await resolver('Query.value', {
          dataSource: 'none',
          request: `util.error('first', 'A'); util.error('second', 'B'); return { payload: 1 };`,
        }),
      ],
    });
    expect(await ask('{ value }')).toMatchObject({
      data: { value: null },
      errors: [{ message: 'first', errorType: 'A' }],
    });
  });

  test('util.unauthorized denies as a directive would', async () => {
    const { ask } = await createApi({
      sdl,
      resolvers: [
        await resolver('Query.value', { dataSource: 'none', request: 'util.unauthorized();' }),
      ],
    });
    expect(await ask('{ value }')).toMatchObject({
      errors: [
        { message: 'Not Authorized to access value on type Query', errorType: 'Unauthorized' },
      ],
    });
  });

  test('runtime.earlyReturn gives the value of the field, without data source and response handler', async () => {
    const api = fakeFunction(() => 1);
    const { ask } = await createApi({
      sdl,
      dataSources: { api: api.dataSource },
      resolvers: [
        await resolver('Query.value', {
          request: `runtime.earlyReturn({ early: true }); util.error('not reached');`,
          response: `util.error('not reached');`,
        }),
      ],
    });
    expect(await ask('{ value }')).toEqual({ data: { value: '{"early":true}' } });
    expect(api.events).toEqual([]);
  });

  test('console goes to the log with its level', async () => {
    const lines: string[] = [];
    const { ask } = await createApi({
      sdl,
      onLog: (level, text) => lines.push(`${level} ${text}`),
      resolvers: [
        await resolver('Query.value', {
          dataSource: 'none',
          request: `console.log('hi', { a: 1 }); console.error(2); return { payload: 1 };`,
        }),
      ],
    });
    await ask('{ value }');
    expect(lines).toEqual(['INFO hi {"a":1}', 'ERROR 2']);
  });
});

describe('faults of a resolver', () => {
  test('an uncaught error is of type Code, at its place in the deployed text', async () => {
    const code = `export function request(ctx) {\n  return { payload: ctx.args.input.missing };\n}\nexport function response(ctx) {\n  return ctx.result;\n}\n`;
    const { ask } = await createApi({
      sdl,
      resolvers: [{ typeName: 'Query', fieldName: 'value', dataSource: 'none', code }],
    });
    // vitest formats the stacks of every context, with methods that a hardened one lacks.
    const { prepareStackTrace } = Error;
    Reflect.deleteProperty(Error, 'prepareStackTrace');
    onTestFinished(() => {
      if (prepareStackTrace) Error.prepareStackTrace = prepareStackTrace;
    });
    expect(await ask('{ value }')).toMatchObject({
      errors: [
        {
          errorType: 'Code',
          message:
            "code.js:2:36: TypeError: Cannot read properties of undefined (reading 'missing')",
        },
      ],
    });
  });

  test.for([
    ['return 5;', "Expected JSON object but got a 'number' instead."],
    ['return [];', "Expected JSON object but got a 'ARRAY' instead."],
    ['return { payload: 1 };', "Value for field '$[operation]' not found."],
    [`return { operation: 'Query' };`, 'Unsupported operation "Query"; use Invoke or BatchInvoke.'],
  ] as const)(
    'a request handler with %s is a MappingTemplate error',
    async ([request, message]) => {
      const api = fakeFunction(() => 1);
      const { ask } = await createApi({
        sdl,
        dataSources: { api: api.dataSource },
        resolvers: [await resolver('Query.value', { request })],
      });
      expect(await ask('{ value }')).toMatchObject({
        errors: [{ errorType: 'MappingTemplate', message }],
      });
      expect(api.events).toEqual([]);
    },
  );

  test.for([
    [
      'text that is no JavaScript',
      'export function (',
      'The resolver of Query.value does not load: it cannot be read as JavaScript',
    ],
    [
      'a missing handler',
      'export function request() {}',
      'does not load: it does not export a function "response"',
    ],
    [
      'an import of its own',
      `import fs from 'node:fs'; export function request() { return fs } export function response() {}`,
      'does not load: it imports "node:fs", which APPSYNC_JS does not have (code.js:1:1)',
    ],
    [
      'an asynchronous handler',
      'export async function request() {} export function response() {}',
      'does not load: it uses async, which APPSYNC_JS does not have (code.js:1:8)',
    ],
    [
      'a generator',
      'export function* request() {} export function response() {}',
      'does not load: it uses a generator, which APPSYNC_JS does not have (code.js:1:8)',
    ],
    [
      'a global at the top that is not there',
      'const now = Date.now(); export function request() { return now } export function response() {}',
      'does not load: it uses Date, which APPSYNC_JS does not have (code.js:1:13)',
    ],
    [
      'try',
      `export function request() {\n  try { return 'try it'; } catch { }\n} export function response() {}`,
      'does not load: it uses try, which APPSYNC_JS does not have (code.js:2:3)',
    ],
    ['no text', ' ', 'does not load: its text is empty'],
    [
      'too much text',
      `export function request() {} export function response() {} //${'x'.repeat(32768)}`,
      'AppSync takes at most 32768 after bundling',
    ],
  ] as const)('with %s the API does not start', async ([, code, message]) => {
    const broken = { typeName: 'Query', fieldName: 'value', dataSource: 'none', code };
    await expect(createApi({ sdl, resolvers: [broken] })).rejects.toThrow(message);
  });

  test('the word try in a message or a comment is no statement', async () => {
    const { ask } = await createApi({
      sdl,
      resolvers: [
        await resolver('Query.value', {
          dataSource: 'none',
          request: `/* try { */ return { payload: ['try again', 'try { it }', { try: 1 }] };`,
        }),
      ],
    });
    expect(await ask('{ value }')).toEqual({
      data: { value: '["try again","try { it }",{"try":1}]' },
    });
  });

  test('a resolver for a field that is not there, twice, or without its data source is named', async () => {
    const code = await bundle('export function request() {} export function response() {}');
    const fault = createApi({
      sdl,
      resolvers: [
        { typeName: 'Query', fieldName: 'nope', dataSource: 'none', code },
        { typeName: 'Nope', fieldName: 'id', dataSource: 'none', code },
        { typeName: 'Query', fieldName: 'value', dataSource: 'missing', code },
        { typeName: 'Query', fieldName: 'other', dataSource: 'none', code },
        { typeName: 'Query', fieldName: 'other', dataSource: 'none', code },
        { typeName: 'Query', fieldName: 'list', dataSource: 'none', code, maxBatchSize: 2001 },
      ],
    });
    await expect(fault).rejects.toThrow(
      [
        'The resolver of Query.nope does not load: the schema has no such field.',
        'The resolver of Nope.id does not load: the schema has no such field.',
        'The resolver of Query.value does not load: its data source "missing" does not exist; there are: none.',
        'The resolver of Query.other does not load: there are two of them.',
        'The resolver of Query.list does not load: its maxBatchSize is 2001; use 1 to 2000.',
      ].join('\n'),
    );
  });
});
