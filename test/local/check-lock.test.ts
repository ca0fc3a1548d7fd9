import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-lockfile-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function check(packages: Record<string, unknown>): { code: number | null; said: string } {
  const file = path.join(folder, 'package-lock.json');
  writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages }));
  const script = path.join(import.meta.dirname, '../../scripts/check-lock.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file], {
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

const integrity = 'sha512-x';

test('a lockfile is complete when every dependency is where Node.js would find it', () => {
  const packages = {
    '': { dependencies: { a: '1' }, devDependencies: { b: '1' } },
    'node_modules/a': {
      integrity,
      dependencies: { b: '2' },
      peerDependencies: { react: '*' },
      peerDependenciesMeta: { react: { optional: true } },
    },
    'node_modules/a/node_modules/b': { integrity, dependencies: { c: '1', '@s/d': '1' } },
    'node_modules/a/node_modules/c': { inBundle: true },
    'node_modules/b': { integrity },
    'node_modules/@s/d': { integrity, dependencies: { b: '1' } },
  };
  expect(check(packages)).toEqual({
    code: 0,
    said: expect.stringMatching(/5 packages, complete\n$/),
  });
});

test.for([
  ['a dependency of the project', { '': { devDependencies: { b: '1' } } }, 'the project needs b 1'],
  [
    'a dependency that lies only in the node_modules of a neighbour',
    {
      '': {},
      'node_modules/a': { integrity, optionalDependencies: { c: '^1' } },
      'node_modules/b/node_modules/c': { integrity },
    },
    'a needs c ^1, which is not in the lockfile',
  ],
  ['a checksum', { '': {}, 'node_modules/a': {} }, 'a has no checksum'],
] as const)('%s that is missing is named', ([, packages, sentence]) => {
  expect(check(packages)).toEqual({ code: 1, said: expect.stringContaining(sentence) });
});

test('a package tied to one registry is named', () => {
  const resolved = 'https://registry.example.com/a.tgz';
  const { code, said } = check({ '': {}, 'node_modules/a': { integrity, resolved } });
  expect(code).toBe(1);
  expect(said).toContain(`a is tied to ${resolved}`);
});
