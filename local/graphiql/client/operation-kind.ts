/**
 * Whether the operation of that name, or the only one, is a subscription. Read from the text itself: what GraphiQL knows
 * of the document lags behind its editor, so that an operation run at once would be taken for the one before.
 */
export function isSubscription(document: string, operationName: string | null = null): boolean {
  let depth = 0;
  let keyword: string | null = null;
  for (const [token] of document.matchAll(TOKENS)) {
    if (token.startsWith('#')) continue;
    if (keyword !== null) {
      const name = isWord(token) ? token : null;
      const meant = keyword !== 'fragment' && (!operationName || name === operationName);
      if (meant) return keyword === 'subscription';
      keyword = null;
      // A definition may have the name of a keyword.
      if (name !== null) continue;
    }
    if (token === '{' || token === '(') depth += 1;
    else if (token === '}' || token === ')') depth -= 1;
    else if (depth === 0 && DEFINITIONS.includes(token)) keyword = token;
  }
  return false;
}

const DEFINITIONS: readonly string[] = ['query', 'mutation', 'subscription', 'fragment'];

/** Texts and comments are one token each, and so hide what is written in them. */
const TOKENS = /"""(?:\\"""|[^])*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|[{}()@]|[_A-Za-z][_0-9A-Za-z]*/g;

function isWord(token: string): boolean {
  return /^[_A-Za-z]/.test(token);
}
