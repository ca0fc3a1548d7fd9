import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * A stack whose places in bundles are told as places in their sources. A bundle's map lies beside it and is read when
 * something of it has failed for the first time: Node's own `--enable-source-maps` reads it before the function can
 * begin. What has no map stays as it is.
 */
export function inSources(stack: string): string {
  return stack.replace(PLACE, (place, file: string, row: string, column: string) => {
    const found = mapOf(file)?.findEntry(Number(row) - 1, Number(column) - 1);
    if (!found || !('originalSource' in found)) return place;
    const source = found.originalSource.replace(/^(\.\.\/)+/, '');
    return `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  });
}

/** `file:///var/task/api.mjs:9:43580`, or the same without `file://`. */
const PLACE = /((?:file:\/)?\/[^\s()]+\.mjs):(\d+):(\d+)/g;

const maps = new Map<string, SourceMap | undefined>();

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(file));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  try {
    const bundle = file.startsWith('file:') ? fileURLToPath(file) : file;
    return new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')));
  } catch {
    // A failure is told all the same.
    return undefined;
  }
}
