import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { bundleManifest } from '../../build/manifest.ts';
import { RUN_FOLDER, sharedFolder } from '../setup/run-folder.ts';
import { sharedArtifacts } from './shared-artifacts.ts';
import { openWorkshop } from './synthesis.ts';

// Everything is bundled twice, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const run = mkdtempSync(path.join(tmpdir(), 'meetassist-artifacts-'));
afterAll(() => rmSync(run, { recursive: true }));

test('those who build what is deployed at once get the same, and who comes later finds it', async () => {
  const both = await Promise.all([1, 2].map(() => sharedArtifacts('/nowhere', run)));
  const [one, other] = both;
  expect(other).toEqual(one);
  expect(readdirSync(run)).toEqual(['artifacts']);

  const built = statSync(path.join(run, 'artifacts')).ino;
  const third = await sharedArtifacts('/nowhere', run);
  expect(third).toEqual(one);
  expect(statSync(path.join(run, 'artifacts')).ino).toBe(built);
  expect(readdirSync(run)).toEqual(['artifacts']);

  expect(third.manifest).toEqual(await bundleManifest());
  expect(readFileSync(third.schemaFile, 'utf8')).toContain('type Query');
  for (const [name, folder] of Object.entries(third.folderOf)) {
    expect(existsSync(path.join(folder, `${name}.mjs`))).toBe(true);
    const map = path.join(folder, `${name}.mjs.map`);
    const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] };
    const handler = sources.find(source => source.endsWith(`services/handlers/${name}.ts`)) ?? '';
    expect(existsSync(path.resolve(folder, handler))).toBe(true);
  }
});

test('a workshop works with those of the run', async () => {
  const workshop = await openWorkshop();
  try {
    const shared = sharedFolder(process.env[RUN_FOLDER] ?? '');
    expect(path.dirname(workshop.artifacts.schemaFile)).toBe(shared);
    expect(path.dirname(workshop.artifacts.folderOf.api)).toBe(shared);
  } finally {
    workshop.close();
  }
  expect(existsSync(workshop.artifacts.schemaFile)).toBe(true);
});
