import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { invariants } from '../../services/invariants/all.ts';

const read = (file: string) => readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8');
const schema = read('services/db/schema.sql');

/** Rows of the table in docs/domain.md: the invariant, what holds, what keeps it. */
const documented = read('docs/domain.md')
  .split('## Which invariant is checked how')[1]
  ?.split('\n## ')[0]
  ?.split('\n')
  .filter(line => line.startsWith('| `'))
  .map(line => line.split('|').map(cell => cell.trim()));

describe('invariants', () => {
  test('are listed in docs/domain.md in the order in which they are checked', () => {
    const names = documented?.map(([, name]) => name?.replaceAll('`', ''));
    expect(names).toEqual(invariants.map(({ name }) => name));
  });

  test('have a name each, and a rule that is a sentence', () => {
    expect(new Set(invariants.map(({ name }) => name)).size).toBe(invariants.length);
    for (const { rule } of invariants) expect(rule).toMatch(/^[A-Z].*\.$/);
  });

  test('are kept by what the database has', () => {
    for (const [, name = '', , keeper = ''] of documented ?? []) {
      expect(keeper).not.toBe('');
      const named = [...keeper.matchAll(/`([a-z0-9_…]+)`/g)].map(([, text = '']) => text);
      for (const guard of named) {
        const pattern = guard.replaceAll('…', '\\w+');
        expect(schema, guard).toMatch(new RegExp(`\\b${pattern}\\b`));
      }
      // Those that have the name of their guard.
      if (/^(exclusion constraint|check|trigger|unique index)\b(?! `)/.test(keeper)) {
        expect(schema, name).toMatch(new RegExp(`\\b${name.replaceAll('`', '')}\\b`));
      }
    }
  });
});
