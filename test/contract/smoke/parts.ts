import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The parts of the contract: its files of tests. */
export function parts(): readonly string[] {
  return readdirSync(path.join(import.meta.dirname, '..'))
    .filter(file => file.endsWith('.test.ts'))
    .map(file => file.replace('.test.ts', ''));
}
