import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleHandler, bundleResolvers } from '../build/bundle.ts';
import { apiFunction } from '../build/functions.ts';
import { deployableSchema } from '../build/schema.ts';
import { type ResolverEntry, resolvers } from '../resolvers/manifest.ts';

/** A resolver of the manifest with the code that AppSync runs. */
export interface ResolverArtifact extends ResolverEntry {
  readonly code: string;
}

/** Everything that a deployment carries, built: constructs are made at once and cannot wait for a bundler. */
export interface Artifacts {
  /** File with the schema as AppSync takes it. */
  readonly schemaFile: string;
  /** In the order of the manifest. */
  readonly resolvers: readonly ResolverArtifact[];
  /** Folder with `<name>.mjs` and its source map, and nothing else. */
  readonly apiFolder: string;
}

const ROOT = path.join(import.meta.dirname, '..');

/**
 * Builds from the sources as they are, into `folder`; what an earlier build left there is replaced.
 * The same sources give the same bytes, and so the same asset, as long as the folder lies at the same place.
 */
export async function buildArtifacts(folder: string): Promise<Artifacts> {
  const schemaFile = path.join(folder, 'schema.graphql');
  const apiFolder = path.join(folder, apiFunction.name);
  rmSync(apiFolder, { recursive: true, force: true });
  mkdirSync(apiFolder, { recursive: true });
  const sdl = readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8');
  writeFileSync(schemaFile, deployableSchema(sdl));
  const [texts] = await Promise.all([
    bundleResolvers(resolvers.map(fileOf)),
    bundleHandler(apiFunction.entry, path.join(apiFolder, `${apiFunction.name}.mjs`)),
  ]);
  return {
    schemaFile,
    resolvers: resolvers.map(entry => ({ ...entry, code: texts.get(fileOf(entry)) ?? '' })),
    apiFolder,
  };
}

function fileOf({ typeName, fieldName }: ResolverEntry): string {
  return path.join(ROOT, 'resolvers', `${typeName}.${fieldName}.ts`);
}
