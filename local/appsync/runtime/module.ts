import { SourceMap } from 'node:module';
import { Script } from 'node:vm';
import { transform } from 'esbuild';
import { type Node } from 'typescript';

/** The service's limit for the text of one resolver. */
export const LONGEST_CODE = 32_768;

/** A resolver's text, ready to be evaluated in a context. */
export interface LoadedModule {
  readonly script: Script;
  /** The first place of a stack that lies in the text, as `code.js:L:C`. */
  readonly place: (stack: string) => string;
}

/**
 * Turns the deployable text (an ES module that imports only `@aws-appsync/utils`) into a function. Dynamic imports
 * become calls of `require` and so end at the same short list. Throws with the reason, without the resolver's name.
 */
export async function loadModule(code: string, name: string): Promise<LoadedModule> {
  if (code.trim() === '') throw new Error('its text is empty');
  if (code.length > LONGEST_CODE) {
    throw new Error(
      `its text has ${code.length} characters; AppSync takes at most ${LONGEST_CODE} after bundling`,
    );
  }
  const filename = `${name}.js`;
  const { code: text, map } = await transformed(code, filename);
  await refuseTry(code, text);
  const script = new Script(
    `(function (__appsyncLoad, __appsyncModule, __appsyncIntrinsics) {'use strict';\n${wired(text)}\n})`,
    { filename, lineOffset: -1 },
  );
  return { script, place: stack => place(stack, filename, map) };
}

async function transformed(code: string, filename: string): Promise<{ code: string; map: string }> {
  try {
    return await transform(code, {
      format: 'cjs',
      target: 'esnext',
      platform: 'neutral',
      sourcemap: 'external',
      sourcefile: filename,
      supported: NOT_IN_APPSYNC,
      logLevel: 'silent',
    });
  } catch (cause) {
    throw new Error(complaint(cause, filename), { cause });
  }
}

/**
 * Syntax that APPSYNC_JS lacks and the bundler can tell. Nothing in the context may make a promise: one that is
 * rejected there would end the process.
 */
const NOT_IN_APPSYNC = {
  'async-await': false,
  'async-generator': false,
  'dynamic-import': false,
  'for-await': false,
  generator: false,
  'import-meta': false,
  'top-level-await': false,
};

function complaint(cause: unknown, filename: string): string {
  const [, first = ''] = cause instanceof Error ? cause.message.split('\n') : [];
  const [, line, what = first] =
    new RegExp(`^${filename}:(\\d+):\\d+: ERROR: (.*)$`).exec(first) ?? [];
  const place = line === undefined ? '' : ` (line ${line})`;
  const feature = /^Transforming (.*?) to the configured target/.exec(what)?.[1];
  if (feature !== undefined) return `it uses ${feature}, which APPSYNC_JS does not have${place}`;
  return `it cannot be read as JavaScript: ${what}${place}`;
}

/**
 * Points the bundler's own lines at the function's parameters: `var __defProp = Object.defineProperty;` and the like use
 * what APPSYNC_JS lacks, and the resolver itself must find no `require` or `module`.
 */
function wired(text: string): string {
  return text
    .replace(/^(var __\w+ = )Object\.(?:prototype\.)?(\w+);$/gm, '$1__appsyncIntrinsics.$2;')
    .replace(/^(var \w+ = (?:__toESM\()?)require\(/gm, '$1__appsyncLoad(')
    .replace(/^module\.exports = /gm, '__appsyncModule.exports = ');
}

/**
 * Without `try` no resolver ever holds an error in its hands. That is the service's rule, and it is what keeps the
 * context closed: an error that Node itself raises (a stack that overflows inside it) would lead back to Node. The
 * bundler prints every such statement as `try {`; only a text with that in it, which may be a message, is parsed.
 */
async function refuseTry(code: string, printed: string): Promise<void> {
  if (!/\btry \{/.test(printed)) return;
  const { default: ts } = await import('typescript');
  const file = ts.createSourceFile(
    'code.js',
    code,
    ts.ScriptTarget.Latest,
    false,
    ts.ScriptKind.JS,
  );
  const find = (node: Node): void => {
    if (ts.isTryStatement(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      throw new Error(`it uses try, which APPSYNC_JS does not have (line ${line + 1})`);
    }
    ts.forEachChild(node, find);
  };
  find(file);
}

function place(stack: string, filename: string, map: string): string {
  for (const frame of stack.split('\n')) {
    const start = frame.indexOf(`${filename}:`);
    const [, line, column] = /^(\d+):(\d+)/.exec(frame.slice(start + filename.length + 1)) ?? [];
    if (start < 0 || line === undefined || column === undefined) continue;
    const sources = new SourceMap(JSON.parse(map));
    const origin = sources.findEntry(Number(line) - 1, Number(column) - 1);
    if ('originalLine' in origin) {
      return `code.js:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
    }
  }
  return 'code.js';
}
