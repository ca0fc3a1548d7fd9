import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleHandler, bundleResolver, bundleResolvers } from '../../build/bundle.ts';
import { startFunction } from '../../local/lambda/function.ts';
import { createDatabase } from '../support/database.ts';

// Inside the checkout, so that packages are found.
let folder: string;
beforeAll(() => {
  const parent = path.join(import.meta.dirname, '../../.cache');
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, 'bundle-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('a resolver becomes one module that imports only @aws-appsync/utils, without types or source', async () => {
  write('tsconfig.json', '{"compilerOptions":{"verbatimModuleSyntax":true}}');
  write(
    'shared.ts',
    "import { util } from '@aws-appsync/utils'; export const settle = () => util.error('ẩn danh');",
  );
  const file = write(
    'Query.one.ts',
    `import { type Context } from '@aws-appsync/utils';
     export { settle as response } from './shared.ts';
     export function request(ctx: Context) { return { payload: ctx.args }; }`,
  );
  const text = await bundleResolver(file);
  expect(text.match(/^import .*$/gm)).toEqual(['import { util } from "@aws-appsync/utils";']);
  expect(text).toContain('export {\n  request,\n  settle as response\n};');
  expect(text).toContain('ẩn danh');
  expect(text).not.toMatch(/sourceMappingURL|: Context/);
});

test('many resolvers are bundled in one run, each under the name it was asked by', async () => {
  const files = ['Query.a.ts', 'Mutation.a.ts', 'A.a.ts'].map(name =>
    write(name, `export const name = '${name}';`),
  );
  const texts = await bundleResolvers(files);
  expect([...texts.keys()]).toEqual(files);
  for (const file of files) expect(texts.get(file)).toContain(`"${path.basename(file)}"`);
});

test('a resolver that asks for Node is refused', async () => {
  const file = write('Query.two.ts', "import fs from 'node:fs'; export const request = () => fs;");
  await expect(bundleResolver(file)).rejects.toThrow(/Could not resolve "node:fs"/);
});

test('a resolver larger than AppSync takes is refused with its size', async () => {
  const file = write(
    'Query.three.ts',
    `export const words = ${JSON.stringify('word '.repeat(7_000))};`,
  );
  await expect(bundleResolver(file)).rejects.toThrow(
    /Query\.three\.ts is \d{5} characters when bundled; AppSync takes 32768/,
  );
});

test('a bundled handler wakes Node’s own modules where they are needed, and no others', async () => {
  write(
    'late.ts',
    "import { constants } from 'http2'; export const ok = constants.HTTP_STATUS_OK;",
  );
  const entry = write(
    'builtins.ts',
    `import fs, { existsSync } from 'node:fs';
     import * as path from 'path';
     const loaded = (): boolean[] =>
       ['http2', 'internal/fs/streams'].map(name => process.moduleLoadList.includes(\`NativeModule \${name}\`));
     const before = loaded();
     const { ok } = await import('./late.ts');
     const known = [existsSync === fs.existsSync, path.basename('/a/b'), ok];
     console.log(JSON.stringify({ known, before, after: loaded() }));`,
  );
  const outfile = path.join(folder, 'builtins.mjs');
  await bundleHandler(entry, outfile);
  const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
  expect(JSON.parse(stdout)).toMatchObject({
    known: [true, 'b', 200],
    before: [false, false],
    after: [true, expect.any(Boolean)],
  });
});

test('a bundled handler with pg in it answers from the database, in one small file', async () => {
  const entry = write(
    'handler.ts',
    `import pg from 'pg';
     const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
     const connected = client.connect();
     export const handler = async (event: { n: number }): Promise<unknown> => {
       await connected;
       return (await client.query('select $1::int + 1 as answer', [event.n])).rows;
     };`,
  );
  const outfile = path.join(folder, 'handler.mjs');
  await bundleHandler(entry, outfile);
  expect(statSync(outfile).size).toBeLessThan(150_000);
  expect(JSON.parse(readFileSync(`${outfile}.map`, 'utf8'))).not.toHaveProperty('sourcesContent');
  const db = await createDatabase();
  const api = startFunction({
    name: 'api',
    file: outfile,
    env: { DATABASE_URL: db.url('api') },
    timeoutMs: 5_000,
    memoryMb: 128,
  });
  try {
    expect(await api.invoke('{"n":41}')).toMatchObject({ ok: true, payload: '[{"answer":42}]' });
  } finally {
    await api.close();
    await db.drop();
  }
});
