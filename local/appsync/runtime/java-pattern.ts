/** A Java regular expression as one of JavaScript. */
export interface TranslatedPattern {
  readonly source: string;
  readonly flags: string;
}

/**
 * Translates what the two dialects write differently: `\Q…\E`, `\A`, `\z`, `\h`, POSIX classes, leading `(?i)`. What
 * JavaScript has no equal for (possessive quantifiers, …) is refused, rather than matched in another way.
 */
export function translateJavaPattern(pattern: string): TranslatedPattern {
  const leading = /^\(\?([ims]+)\)/.exec(pattern);
  const source = pattern
    .slice(leading?.[0].length ?? 0)
    .replace(/\\Q(.*?)(?:\\E|$)/gs, (_, text: string) => literally(text))
    .replace(
      /\\p\{(Alpha|Digit|Alnum|Upper|Lower|Punct|Space)\}/g,
      (_, name: string) => POSIX[name] ?? '',
    )
    .replaceAll('\\A', '^')
    .replace(/\\[zZ]/g, '$')
    .replaceAll('\\h', '[ \\t\\u00a0]');
  const flags = [...new Set(`u${leading?.[1] ?? ''}`)].join('');
  try {
    new RegExp(source, flags);
    return { source, flags };
  } catch {
    return withoutUnicode(pattern, source, flags.replace('u', ''));
  }
}

/** A pattern that matches exactly this text. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Java lets more characters be escaped than JavaScript's stricter mode does. */
function withoutUnicode(pattern: string, source: string, flags: string): TranslatedPattern {
  try {
    new RegExp(source, flags);
    return { source, flags };
  } catch {
    throw new Error(
      `the regular expression '${pattern}' is not supported by the local stack; JavaScript has no equal for it`,
    );
  }
}

const POSIX: Readonly<Record<string, string>> = {
  Alpha: '[A-Za-z]',
  Digit: '[0-9]',
  Alnum: '[A-Za-z0-9]',
  Upper: '[A-Z]',
  Lower: '[a-z]',
  Punct: '[!-\\/:-@\\[-`{-~]',
  Space: '[\\s]',
};
