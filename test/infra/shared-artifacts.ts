import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Artifacts, buildArtifacts } from '../../infra/artifacts.ts';
import { RUN_FOLDER, sharedFolder } from '../setup/run-folder.ts';

/**
 * What a deployment carries. In a run of the tests it is built once, by whoever needs it first, and is everybody's: read
 * it, and never write into it. Without a run it is built into `folder`.
 */
export async function sharedArtifacts(
  folder: string,
  run = process.env[RUN_FOLDER],
): Promise<Artifacts> {
  if (run === undefined) return buildArtifacts(folder);
  const shared = sharedFolder(run);
  if (!existsSync(shared)) await buildInto(shared, run);
  return JSON.parse(readFileSync(path.join(shared, ARTIFACTS), 'utf8')) as Artifacts;
}

const ARTIFACTS = 'artifacts.json';

/** It is there as a whole or not at all. Of several who build it at once, the others' is what all of them get. */
async function buildInto(shared: string, run: string): Promise<void> {
  // As deep as where it will lie, for source maps tell their way from there.
  const own = mkdtempSync(path.join(run, 'building-'));
  try {
    const { schemaFile, manifest, folderOf } = await buildArtifacts(own);
    const there = (file: string): string => path.join(shared, path.relative(own, file));
    const folders = Object.entries(folderOf).map(([name, built]) => [name, there(built)]);
    const built = {
      schemaFile: there(schemaFile),
      manifest,
      folderOf: Object.fromEntries(folders),
    };
    writeFileSync(path.join(own, ARTIFACTS), JSON.stringify(built));
    renameSync(own, shared);
  } catch (cause) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(shared)) throw cause;
  }
}
