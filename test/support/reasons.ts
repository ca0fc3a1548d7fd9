import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The reasons that docs/api.md promises, by `errorType`. */
export function documentedReasons(): ReadonlyMap<string, ReadonlySet<string>> {
  const text = readFileSync(path.join(import.meta.dirname, '../../docs/api.md'), 'utf8');
  const rows = text.matchAll(/^\| `(\w+)`\s*\|[^|]*\|([^|]*)\|$/gm);
  return new Map(
    Array.from(rows, ([, type = '', reasons = '']) => [
      type,
      new Set(Array.from(reasons.matchAll(/`([A-Z_]+)`/g), ([, reason = '']) => reason)),
    ]),
  );
}
