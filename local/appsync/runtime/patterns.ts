import { createContext, Script } from 'node:vm';
import { createRecent } from '../lru.ts';
import { type TranslatedPattern, translateJavaPattern } from './java-pattern.ts';
import { mostAttempts } from './pattern-cost.ts';

/** Java's regular expressions, over which no resolver can keep the process from everything else. */
export interface Patterns {
  /** Whether the whole text is one that the pattern describes. */
  readonly matches: (pattern: string, text: string) => boolean;
  /** Replaces the first match, or with `all` every one. */
  readonly replace: (pattern: string, text: string, replacement: string, all: boolean) => string;
  /** A handler begins: it has the whole budget. */
  readonly begin: () => void;
}

/** Up to so many steps, milliseconds at the worst, a pattern is applied as it is. */
const MOST_STEPS = 10_000_000;

/**
 * What may take longer is watched, which costs some tenths of a millisecond, and ended: V8 can be stopped in the midst
 * of a match. `budgetMs` is what one handler may spend in that way.
 */
export function createPatterns(budgetMs = 500): Patterns {
  const translated = createRecent<TranslatedPattern>(500);
  const sandbox = { source: '', flags: '', text: '', replacement: '' };
  const context = createContext(sandbox);
  let leftMs = budgetMs;

  function translate(pattern: string): TranslatedPattern {
    const known = translated.get(pattern);
    if (known) return known;
    const fresh = translateJavaPattern(pattern);
    translated.set(pattern, fresh);
    return fresh;
  }

  function isHarmless(pattern: TranslatedPattern, text: string): boolean {
    return mostAttempts(pattern, text.length) * (text.length + 1) <= MOST_STEPS;
  }

  function watched<Value>(script: Script, given: Partial<typeof sandbox>, pattern: string): Value {
    Object.assign(sandbox, given);
    const began = performance.now();
    try {
      if (leftMs < 1) throw new Error('nothing is left');
      return script.runInContext(context, { timeout: Math.ceil(leftMs) }) as Value;
    } catch {
      const shown = pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern;
      throw new Error(
        `the regular expression '${shown}' takes too long; a handler has ${budgetMs} ms for such`,
      );
    } finally {
      leftMs -= performance.now() - began;
      Object.assign(sandbox, { text: '', replacement: '' });
    }
  }

  return {
    matches(pattern, text) {
      const { source: inner, flags } = translate(pattern);
      const source = `^(?:${inner})$`;
      if (isHarmless({ source, flags }, text)) return new RegExp(source, flags).test(text);
      return watched(MATCHES, { source, flags, text }, pattern);
    },
    replace(pattern, text, replacement, all) {
      const { source, flags: modifiers } = translate(pattern);
      const flags = all ? `g${modifiers}` : modifiers;
      if (isHarmless({ source, flags }, text))
        return text.replace(new RegExp(source, flags), replacement);
      return watched(REPLACE, { source, flags, text, replacement }, pattern);
    },
    begin() {
      leftMs = budgetMs;
    },
  };
}

const MATCHES = new Script('new RegExp(source, flags).test(text)');
const REPLACE = new Script('text.replace(new RegExp(source, flags), replacement)');
