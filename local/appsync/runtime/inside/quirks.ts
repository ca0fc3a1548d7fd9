import { type Ask } from './ask.ts';
import { apply, defineProperty, Failure, nativeSort, parse, stringify } from './builtins.ts';

/** Where the service's built-ins behave unlike JavaScript's. Installed before the rest is taken away. */
export function installQuirks(ask: Ask): void {
  redefine(JSON, 'parse', (text: unknown): unknown => {
    try {
      return parse(String(text));
    } catch {
      return '';
    }
  });
  redefine(Array.prototype, 'sort', function (this: unknown[], comparator?: unknown): unknown {
    if (comparator !== undefined) {
      throw new Failure('sort takes no comparator in APPSYNC_JS; it orders by the items as text.');
    }
    return apply(nativeSort, this, []);
  });
  javaPatterns('replace', ask);
  javaPatterns('replaceAll', ask);
  redefine(console, 'log', (...values: unknown[]) => void ask('log', 'INFO', printed(values)));
  redefine(console, 'error', (...values: unknown[]) => void ask('log', 'ERROR', printed(values)));
}

/** A text as the first argument of replace and replaceAll is a Java regular expression there. */
function javaPatterns(name: 'replace' | 'replaceAll', ask: Ask): void {
  redefine(
    String.prototype,
    name,
    function (this: unknown, pattern: unknown, replacement: unknown): string {
      return String(ask(name, String(pattern), String(this), String(replacement)));
    },
  );
}

function redefine(target: object, name: string, value: unknown): void {
  defineProperty(target, name, { value, writable: true, configurable: true });
}

function printed(values: readonly unknown[]): string {
  return values.map(v => (typeof v === 'string' ? v : (stringify(v) ?? 'undefined'))).join(' ');
}
