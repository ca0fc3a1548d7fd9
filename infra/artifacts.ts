import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { bundleHandler } from '../build/bundle.ts';
import { functions } from '../build/functions.ts';
import { type BundledManifest, bundleManifest } from '../build/manifest.ts';
import { rdsAuthorities } from '../build/rds-authorities.ts';
import { deployableSchema } from '../build/schema.ts';

/** Everything that a deployment carries, built: constructs are made at once and cannot wait for a bundler. */
export interface Artifacts {
  /** File with the schema as AppSync takes it. */
  readonly schemaFile: string;
  /** Resolvers and functions, in the order of the manifest. */
  readonly manifest: BundledManifest;
  /**
   * By function: a folder with `<name>.mjs` and its source map. Beside them, for functions with a database, `rds-ca/`:
   * authorities of each region; for the loader `migrations/`.
   */
  readonly folderOf: Readonly<Record<keyof typeof functions, string>>;
}

const ROOT = path.join(import.meta.dirname, '..');
const MIGRATIONS = path.join(ROOT, 'services/db/migrations');
const WITH_DATABASE: readonly string[] = ['api', 'archive', 'loader'];

/**
 * Builds from the sources as they are, into `folder`; what an earlier build left there is replaced.
 * The same sources give the same bytes, and so the same asset, as long as the folder lies at the same place.
 */
export async function buildArtifacts(folder: string): Promise<Artifacts> {
  const schemaFile = path.join(folder, 'schema.graphql');
  const folders = Object.entries(functions).map(([key, definition]) => {
    const own = path.join(folder, definition.name);
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own, { recursive: true });
    return { key, definition, own };
  });
  for (const { key, own } of folders) {
    if (WITH_DATABASE.includes(key)) writeAuthorities(own);
    if (key === 'loader') cpSync(MIGRATIONS, path.join(own, 'migrations'), { recursive: true });
  }
  const sdl = readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8');
  writeFileSync(schemaFile, deployableSchema(sdl));
  const [manifest] = await Promise.all([
    bundleManifest(),
    ...folders.map(({ definition: { entry, name }, own }) =>
      bundleHandler(entry, path.join(own, `${name}.mjs`)),
    ),
  ]);
  for (const { own } of folders) letEverybodyRead(own);
  const folderOf = Object.fromEntries(folders.map(({ key, own }) => [key, own]));
  return { schemaFile, manifest, folderOf: folderOf as Artifacts['folderOf'] };
}

/** Assets keep the modes of files, and Lambda reads them as another user: whatever the umask is here. */
function letEverybodyRead(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    chmodSync(path.join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}

function writeAuthorities(folder: string): void {
  mkdirSync(path.join(folder, 'rds-ca'));
  for (const [name, pem] of rdsAuthorities()) {
    writeFileSync(path.join(folder, 'rds-ca', `${name}.pem`), pem);
  }
}
