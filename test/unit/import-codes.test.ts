import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '../../services/import');

test('every code of a rejection is explained', () => {
  const sources = readdirSync(folder).map(name => readFileSync(path.join(folder, name), 'utf8'));
  const codes = sources
    .flatMap(text => [
      ...text.matchAll(/(?:code: |refuse\(\s*)'([A-Z_]+)'|BadCsv\(\s*'([A-Z_]+)'/g),
    ])
    .map(([, code, other]) => code ?? other ?? '');
  expect(new Set(codes).size).toBeGreaterThan(20);
  const text = readFileSync(path.join(folder, '../../docs/importing.md'), 'utf8');
  const isExplained = (code: string): boolean =>
    text.includes(`\`${code}\``) || (code.startsWith('BAD_') && text.includes('`BAD_…`'));
  expect([...new Set(codes)].filter(code => !isExplained(code))).toEqual([]);
});
