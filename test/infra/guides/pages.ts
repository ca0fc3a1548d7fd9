import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../synthesis.ts';

/** A page of the guides, or the file with their commands. */
export interface Page {
  readonly name: string;
  readonly folder: string;
  readonly text: string;
  /** What stands between ```bash and ```; the whole of a script. */
  readonly commands: readonly string[];
}

const FOLDER = path.join(root, 'docs/deploy');

export const pages: readonly Page[] = readdirSync(FOLDER)
  .filter(name => /\.(md|sh)$/.test(name))
  .map(name => {
    const text = readFileSync(path.join(FOLDER, name), 'utf8');
    const blocks = [...text.matchAll(/```bash\n(.*?)```/gs)].map(([, block = '']) => block);
    return { name, folder: FOLDER, text, commands: name.endsWith('.sh') ? [text] : blocks };
  });

/** The first groups of all matches, each once, with the page. */
export function named(pattern: RegExp, of = pages): [what: string, page: string][] {
  return of.flatMap(({ name, text }) =>
    [...new Set([...text.matchAll(pattern)].map(([, what = '']) => what))].map(
      (what): [string, string] => [what, name],
    ),
  );
}

/** Rows of the tables of a text, as the cells between the bars; heads among them. */
export function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter(line => line.startsWith('|') && !/^\|[\s|:-]+\|$/.test(line))
    .map(line =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim()),
    );
}

/** The anchors of a page, as web pages of repositories make them from headings. */
export function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
