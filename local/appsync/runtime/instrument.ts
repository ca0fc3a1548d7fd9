import { parsed, walk } from './language.ts';

/**
 * The text with calls of two functions where the service differs from JavaScript in what no built-in can change:
 * `__appsyncRound()` at the beginning of each round of a loop, of which it allows a thousand, and `__appsyncTypeof(x)`
 * for `typeof x`, which knows no functions there. Nothing moves to another line.
 */
export function instrumented(code: string): string {
  const edits: Edit[] = [];
  walk(parsed(code), null, node => {
    if (node.type === 'UnaryExpression' && node.operator === 'typeof') {
      edits.push({ at: node.start, remove: 'typeof'.length, insert: '__appsyncTypeof(' });
      edits.push({ at: node.end, remove: 0, insert: ')' });
    }
    if (node.type !== 'ForOfStatement' && node.type !== 'ForInStatement') return;
    const { start, end, type } = node.body;
    if (type === 'BlockStatement') {
      edits.push({ at: start + 1, remove: 0, insert: '__appsyncRound();' });
    } else {
      edits.push({ at: start, remove: 0, insert: '{__appsyncRound();' });
      edits.push({ at: end, remove: 0, insert: '}' });
    }
  });
  let text = code;
  for (const { at, remove, insert } of edits.toSorted((a, b) => b.at - a.at)) {
    text = text.slice(0, at) + insert + text.slice(at + remove);
  }
  return text;
}

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}
