import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { transformSync } from 'esbuild';

/** A file that the page may load. */
export interface Asset {
  readonly contentType: string;
  /** Its text as the browser gets it; read again only after the file changed. */
  read(): Buffer;
}

/** Every file under `/graphiql/`, by its name there. The list is closed: no part of a request becomes a path. */
export function listAssets(): ReadonlyMap<string, Asset> {
  const own = (name: string): string => path.join(import.meta.dirname, name);
  return new Map<string, Asset>([
    ['react.js', file(inPackage('react', 'umd/react.production.min.js'), script)],
    ['react-dom.js', file(inPackage('react-dom', 'umd/react-dom.production.min.js'), script)],
    ['graphiql.js', file(inPackage('graphiql', 'graphiql.min.js'), script)],
    // Named by the last line of graphiql.js; asked for only when developer tools are open.
    ['index.umd.js.map', file(inPackage('graphiql', 'graphiql.min.js.map'), json)],
    ['graphiql.css', file(inPackage('graphiql', 'graphiql.min.css'), 'text/css; charset=utf-8')],
    ['page.css', file(own('page.css'), 'text/css; charset=utf-8')],
    ['icon.svg', file(own('icon.svg'), 'image/svg+xml')],
    ['schema.graphql', file(own('../../schema.graphql'), 'text/plain; charset=utf-8')],
    ...readdirSync(own('client')).map((name): [string, Asset] => [
      `client/${name}`,
      file(own(`client/${name}`), script, withoutTypes),
    ]),
  ]);
}

const script = 'text/javascript; charset=utf-8';
const json = 'application/json; charset=utf-8';

function inPackage(name: string, within: string): string {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return path.join(path.dirname(manifest), within);
}

function file(
  location: string,
  contentType: string,
  change: (content: Buffer, location: string) => Buffer = content => content,
): Asset {
  let kept: { readonly changedAt: number; readonly content: Buffer } | undefined;
  return {
    contentType,
    read() {
      const changedAt = statSync(location).mtimeMs;
      if (kept?.changedAt !== changedAt) {
        kept = { changedAt, content: change(readFileSync(location), location) };
      }
      return kept.content;
    },
  };
}

/** A TypeScript module as the plain module that browsers run; imports keep their `.ts` names, which are served too. */
function withoutTypes(content: Buffer, location: string): Buffer {
  const { code } = transformSync(content.toString('utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'es2022',
    sourcefile: path.basename(location),
    sourcemap: 'inline',
  });
  return Buffer.from(code);
}
