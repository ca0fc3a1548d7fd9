import { SourceMap } from 'node:module';
import { Script } from 'node:vm';
import { transform } from 'esbuild';
import { type Instrumented, instrumented } from './instrument.ts';
import { type Violation, violationsOf } from './language.ts';

/** The service's limit for the text of one resolver. */
const LONGEST_CODE = 32_768;

/** A resolver's text, ready to be evaluated in a context. */
export interface LoadedModule {
  readonly script: Script;
  /** The first place of a stack that lies in the text, as `code.js:L:C`; null when none does. */
  readonly place: (stack: string) => string | null;
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
  refuseForeign(code);
  const counted = instrumented(code);
  const { code: text, map } = await transformed(counted.text, filename);
  const script = new Script(
    `(function (__appsyncLoad, __appsyncModule, __appsyncIntrinsics, __appsyncRound, __appsyncTypeof, __appsyncCalled) {'use strict';\n${wired(text)}\n})`,
    { filename, lineOffset: -1 },
  );
  return { script, place: stack => place(stack, filename, map, counted) };
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
 * Refuses, all at once, what the service refuses. Without `try` no resolver ever holds an error in its hands: that is
 * also what keeps the context closed, because an error that Node itself raises (a stack that overflows inside it) would
 * lead back to Node.
 */
function refuseForeign(code: string): void {
  const violations = violationsOf(code);
  if (violations.length === 0) return;
  throw new Error(violations.map(sentence).join('; '));
}

function sentence({ rule, line, column, file }: Violation): string {
  const origin = file === null ? '' : `, from ${file}`;
  return `${rule}, which APPSYNC_JS does not have (code.js:${line}:${column}${origin})`;
}

function place(stack: string, filename: string, map: string, counted: Instrumented): string | null {
  for (const frame of stack.split('\n')) {
    const start = frame.indexOf(`${filename}:`);
    const [, line, column] = /^(\d+):(\d+)/.exec(frame.slice(start + filename.length + 1)) ?? [];
    if (start < 0 || line === undefined || column === undefined) continue;
    const sources = new SourceMap(JSON.parse(map));
    const origin = sources.findEntry(Number(line) - 1, Number(column) - 1);
    if ('originalLine' in origin) {
      const originalLine = origin.originalLine + 1;
      return `code.js:${originalLine}:${counted.column(originalLine, origin.originalColumn + 1)}`;
    }
  }
  return null;
}
