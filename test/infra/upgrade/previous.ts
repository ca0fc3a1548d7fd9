import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type TestContext } from 'vitest';
import { root } from '../synthesis.ts';
import { type Templates } from './lasting.ts';

/** What templates are made of, as far as resources that last are concerned. */
const SOURCES = ['infra', 'build', 'cdk.json', 'package-lock.json'];

/**
 * Commits whose templates may be followed by those that are here, the newest first: the one before the last that changed
 * what they are made of, or the last one where that is being changed now, and some before it, for a commit in between
 * need not run. None without a history, or without enough of it.
 */
function previousCommits(): string[] {
  const changed = git('status', '--porcelain', '--', ...SOURCES);
  if (changed === undefined) return [];
  const last = git('rev-list', '-5', 'HEAD', '--', ...SOURCES) ?? '';
  const candidates = last.split('\n').flatMap(commit => (commit ? [`${commit}^`] : []));
  return (changed === '' ? candidates : ['HEAD', ...candidates]).flatMap(
    name => git('rev-parse', '--verify', '--quiet', name) ?? [],
  );
}

/** As the command line says it. */
export interface PreviousChoice {
  readonly profile: string;
  readonly settings?: object;
}

/** A commit, and its templates by stack. */
export interface Previous {
  readonly commit: string;
  readonly templates: Templates;
}

/**
 * The newest earlier state of the deployment that can be made here; undefined without a history. Throws when there is one
 * and none of its commits gives templates.
 */
async function previousTemplates(
  choice: PreviousChoice,
  prefix: string,
  folder: string,
): Promise<Previous | undefined> {
  const commits = previousCommits();
  for (const commit of commits) {
    const own = mkdtempSync(path.join(folder, 'previous-'));
    const templates = await templatesAt(commit, choice, prefix, own).catch(() => ({}));
    if (Object.keys(templates).length > 0) return { commit, templates };
  }
  if (commits.length > 0) throw new Error(`no app of ${commits.join(', ')} gives templates`);
  return undefined;
}

/**
 * The same for a test. It is left out where there is no history: in a checkout from an archive, or of one commit alone,
 * there is nothing that could be compared, and the record of what lasts is held all the same (`upgrade.test.ts`).
 */
export async function previousFor(
  test: TestContext,
  ...asked: Parameters<typeof previousTemplates>
): Promise<Previous> {
  const previous = await previousTemplates(...asked);
  return previous ?? test.skip('no earlier commit is in this checkout, so nothing to compare with');
}

/** A file as it was; undefined when it was not there. */
export function fileAt(commit: string, file: string): string | undefined {
  return git('show', `${commit}:${file}`);
}

/**
 * Runs the app of a commit in a folder that is made for it, without its validators, and reads what it made. Throws when it
 * does not run: with packages of another time it need not.
 */
async function templatesAt(
  commit: string,
  { profile, settings = {} }: PreviousChoice,
  prefix: string,
  folder: string,
): Promise<Templates> {
  const tree = path.join(folder, 'tree');
  // An index of its own: that of the repository stays as it is.
  const env = { ...process.env, GIT_INDEX_FILE: path.join(folder, 'index') };
  execFileSync('git', ['read-tree', commit], { cwd: root, env });
  execFileSync('git', ['checkout-index', '--all', `--prefix=${tree}/`], { cwd: root, env });
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
  const { context }: { context: object } = JSON.parse(
    readFileSync(path.join(tree, 'cdk.json'), 'utf8'),
  );
  const outdir = path.join(folder, 'cdk.out');
  const chosen = path.join(folder, 'settings.json');
  writeFileSync(chosen, JSON.stringify(settings));
  await promisify(execFile)(process.execPath, ['infra/app.ts'], {
    cwd: tree,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, profile, settings: chosen }),
      CDK_VALIDATION: 'false',
    },
  });
  const files = readdirSync(outdir).filter(
    file => file.startsWith(`${prefix}-`) && file.endsWith('.template.json'),
  );
  return Object.fromEntries(
    files.map(file => [
      file.slice(prefix.length + 1, -'.template.json'.length),
      JSON.parse(readFileSync(path.join(outdir, file), 'utf8')) as Templates[string],
    ]),
  );
}

/** What git says; undefined when it refuses or is not there. */
function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
