import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { stop as stopBundler } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleHandler } from '../../build/bundle.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-source-lines-'));
});
afterAll(async () => {
  await stopBundler();
  rmSync(folder, { recursive: true });
});

interface Told {
  readonly at: readonly string[];
  readonly stack: string;
}

/** What the function says of its failure, from a bundle of this name. */
async function told(name: string, change?: (file: string) => void): Promise<Told> {
  const file = path.join(folder, `${name}.mjs`);
  await bundleHandler(path.join(import.meta.dirname, '../support/failing-handler.ts'), file);
  change?.(file);
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: () => Told };
  return handler();
}

test('a failure of a bundle is told by the lines of its sources', async () => {
  const { at, stack } = await told('whole');
  expect(at[0]).toContain('test/support/failing-handler.ts:5:17');
  expect(at.join('\n')).not.toContain('whole.mjs');
  expect(stack).toContain(at[0]);
});

test('without the map, or with a damaged one, by those of the bundle', async () => {
  const lost = await told('lost', file => rmSync(`${file}.map`));
  expect(lost.at[0]).toContain('lost.mjs:');
  const damaged = await told('damaged', file => writeFileSync(`${file}.map`, '{'));
  expect(damaged.at[0]).toContain('damaged.mjs:');
});
