import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bundleResolvers } from '../../../build/bundle.ts';
import { instrumented } from '../../../local/appsync/runtime/instrument.ts';
import { violationsOf } from '../../../local/appsync/runtime/language.ts';
import { createApi } from './support.ts';

/** The rules that a statement inside a request handler breaks. */
function broken(statement: string, rest = ''): string[] {
  const code = `import { util } from '@aws-appsync/utils';
export function request(ctx) { ${statement} }
export function response(ctx) { return ctx.result; }
${rest}`;
  return violationsOf(code).map(({ rule }) => rule);
}

describe('what APPSYNC_JS does not have is refused by name', () => {
  test.for([
    ['throw ctx.error;', 'it uses throw'],
    ['try { util.error("x"); } finally { ctx.stash.a = 1; }', 'it uses try'],
    ['for (;;) { break; }', 'it uses for (;;)'],
    ['while (ctx.args.n) { break; }', 'it uses while'],
    ['do { ctx.stash.a = 1; } while (false);', 'it uses do'],
    ['for (const a of ctx.args.list) { if (a) continue; }', 'it uses continue'],
    ['const n = { a: 1 }; n.a++;', 'it uses ++ or --'],
    ['let n = 1; return --n;', 'it uses ++ or --'],
    ['return ~ctx.args.n;', 'it uses ~'],
    ['return "a" in ctx.args;', 'it uses in'],
    ['class A {}', 'it uses a class'],
    ['return this;', 'it uses this'],
    ['return function* () {};', 'it uses a generator'],
    ['return async () => 1;', 'it uses async'],
    ['return /a/;', 'it uses a regular expression literal'],
    ['return new Map();', 'it uses new'],
    ['return Date.now();', 'it uses Date'],
    ['return parseInt(ctx.args.n);', 'it uses parseInt'],
    ['return globalThis;', 'it uses globalThis'],
    ['return Array.isArray(ctx.args.list);', 'it uses Array.isArray'],
    ['return Object.fromEntries([]);', 'it uses Object.fromEntries'],
    ['return Math.pow(2, 3);', 'it uses Math.pow'],
    ['return request.call(null, ctx);', 'it uses call'],
    [
      'return [2, 1].sort((a, b) => a - b);',
      'it passes a function to something else than a method of an array',
    ],
    ['return helper(() => 1);', 'it passes a function to something else than a method of an array'],
    ['return [1].map(helper);', 'it passes the function helper as an argument'],
    ['return import("node:fs");', 'it uses import()'],
  ] as const)('%s', ([statement, rule]) => {
    expect(broken(statement, 'function helper(x) { return x; }')).toContain(rule);
  });

  test('recursion, by whatever way', () => {
    expect(
      broken('return a(1);', 'function a(n) { return n ? b(n) : 0; } const b = n => a(n - 1);'),
    ).toEqual(['it calls a from within a (recursion)', 'it calls b from within b (recursion)']);
  });

  test('all of a text at once, in its order, each with its place and the file it comes from', () => {
    const code =
      '// resolvers/lib/a.ts\nconst a = Date.now();\n// resolvers/Query.b.ts\nexport const b = () => {\n  throw a;\n};\n';
    expect(violationsOf(code)).toEqual([
      { line: 2, column: 11, file: 'resolvers/lib/a.ts', rule: 'it uses Date' },
      { line: 5, column: 3, file: 'resolvers/Query.b.ts', rule: 'it uses throw' },
    ]);
  });
});

describe('what APPSYNC_JS has passes', () => {
  test.for([
    'const { a, ...rest } = ctx.args; return { ...rest, b: a ?? 1, c: a?.b };',
    'for (const [key, value] of Object.entries(ctx.args)) { ctx.stash[key] = value; }',
    'for (const key in ctx.args) ctx.stash[key] = 1;',
    'return ctx.args.list.filter(x => x).map((x, i) => `${x}${i}`).join(",");',
    'switch (ctx.args.n) { case 1: return 1; default: return typeof ctx.args.n; }',
    'const Date = 5; return Date;',
    'return { Date: 1, new: ctx.args.this, call: JSON.stringify({}) };',
    'return ((x) => x | 1)(2);',
    'delete ctx.stash.a; return void 0;',
  ])('%s', statement => {
    expect(broken(statement)).toEqual([]);
  });

  test('every resolver of this project', async () => {
    const folder = path.join(import.meta.dirname, '../../../resolvers');
    const files = readdirSync(folder)
      .filter(file => /^[A-Z]\w*\.\w+\.ts$/.test(file))
      .map(file => path.join(folder, file));
    for (const [file, code] of await bundleResolvers(files)) {
      expect([file, violationsOf(code)]).toEqual([file, []]);
    }
  });
});

describe('loops', () => {
  const sdl = 'type Query { value(n: Int): Int @aws_iam @aws_cognito_user_pools }';
  const api = (body: string) =>
    createApi({
      sdl,
      resolvers: [
        {
          typeName: 'Query',
          fieldName: 'value',
          dataSource: 'none',
          code: `export function request(ctx) {\n${body}\n}\nexport function response(ctx) { return ctx.result; }`,
        },
      ],
    });

  test('run a thousand rounds', async () => {
    const { ask } = await api(
      'const list = [0]; let n = 0; for (const x of list) { n += 1; if (n < 1000) list.push(x); }\nreturn { payload: n };',
    );
    expect(await ask('{ value }')).toEqual({ data: { value: 1000 } });
  });

  test.for([
    ['over a list that grows', 'const list = [0]; for (const x of list) list.push(x);'],
    [
      'within one another',
      'const list = [0, 0].concat(list50()); for (const a of list) { for (const b of list) { ctx.stash.n = a + b; } }',
    ],
  ] as const)(
    'that go on for ever, or too long, %s, end in an error of type Code',
    async ([, loop]) => {
      const { ask } = await api(
        `const list50 = () => '1234567890'.repeat ? [] : '1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1'.split(',');\n${loop}\nreturn { payload: 1 };`,
      );
      expect(await ask('{ value }')).toMatchObject({
        data: { value: null },
        errors: [
          {
            errorType: 'Code',
            message: expect.stringContaining("The resolver's loops ran more than 1000 rounds."),
          },
        ],
      });
    },
  );

  test('are counted without moving anything to another line', () => {
    const code = 'for (const a of b) {\n  c(a);\n}\nfor (const d in e) f(typeof d);\n';
    expect(instrumented(code).text.split('\n')).toEqual([
      'for (const a of b) {__appsyncRound();',
      '  c(a);',
      '}',
      'for (const d in e) {__appsyncRound();f(__appsyncTypeof( d));}',
      '',
    ]);
  });

  test.for([
    ['typeof typeof a', '__appsyncTypeof( __appsyncTypeof( a))'],
    ['a.map(b => b)', 'a.map(b => (__appsyncCalled(), b))'],
    ['a.map(b => typeof b)', 'a.map(b => (__appsyncCalled(), __appsyncTypeof( b)))'],
    ['a.map(b => ({ b }))', 'a.map(b => ((__appsyncCalled(), { b })))'],
    ['a.map(b => { return b; })', 'a.map(b => {__appsyncCalled(); return b; })'],
    ['a.map(function (b) { return b; })', 'a.map(function (b) {__appsyncCalled(); return b; })'],
    [
      'a.map(b => b.map(c => c))',
      'a.map(b => (__appsyncCalled(), b.map(c => (__appsyncCalled(), c))))',
    ],
    ['const f = a => a', 'const f = a => a'],
    [
      'for (const a of b) c = typeof a',
      'for (const a of b) {__appsyncRound();c = __appsyncTypeof( a)}',
    ],
  ])('%s becomes %s, and every column is found again', ([code = '', text = '']) => {
    const counted = instrumented(code);
    expect(counted.text).toBe(text);
    const names = [...code.matchAll(/\b[a-f]\b/g)].map(({ index }) => index + 1);
    const found = [...text.matchAll(/\b[a-f]\b/g)].map(({ index }) => counted.column(1, index + 1));
    expect(found).toEqual(names);
  });

  test('an error in a function on the same line is found where it stands', async () => {
    const { ask } = await api('return { payload: [1].map(a => [a].map(b => b.missing.more)) };');
    // vitest formats the stacks of every context, with methods that a hardened one lacks.
    const { prepareStackTrace } = Error;
    Reflect.deleteProperty(Error, 'prepareStackTrace');
    onTestFinished(() => {
      if (prepareStackTrace) Error.prepareStackTrace = prepareStackTrace;
    });
    expect(await ask('{ value }')).toMatchObject({
      errors: [{ errorType: 'Code', message: expect.stringMatching(/^code\.js:2:55: TypeError/) }],
    });
  });

  test('functions within one another that would run for ever end in an error of type Code', async () => {
    const { ask } = await api(
      'const a = []; a.length = 2000; a.fill(0); a.forEach(() => a.forEach(() => a.forEach(() => a.forEach(() => 0))));\nreturn { payload: 1 };',
    );
    expect(await ask('{ value }')).toMatchObject({
      data: { value: null },
      errors: [
        {
          errorType: 'Code',
          message: expect.stringContaining(
            "The resolver's functions were called more than 1000000 times.",
          ),
        },
      ],
    });
  });

  test('that begin when what a handler gave back is read end as well', async () => {
    const code = `export function request() { return { payload: 1 }; }
      export function response() {
        const a = [1];
        return { toJSON() { for (const x of a) a.push(x); return 1; } };
      }`;
    const { ask } = await createApi({
      sdl: 'type Query { value: AWSJSON }',
      resolvers: [{ typeName: 'Query', fieldName: 'value', dataSource: 'none', code }],
    });
    expect(await ask('{ value }')).toMatchObject({
      data: { value: null },
      errors: [{ message: expect.stringContaining("Can't serialize value (/value)") }],
    });
  });

  test('that begin when the text is loaded keep it from loading', async () => {
    const code =
      'const a = [1];\nfor (const x of a) a.push(x);\nexport function request() {}\nexport function response() {}';
    await expect(
      createApi({
        sdl,
        resolvers: [{ typeName: 'Query', fieldName: 'value', dataSource: 'none', code }],
      }),
    ).rejects.toThrow("does not load: The resolver's loops ran more than 1000 rounds.");
  });
});
