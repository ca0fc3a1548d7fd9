import { isFunction, parsed, walk } from './language.ts';

export interface Instrumented {
  readonly text: string;
  /** Where in the code as it was a column of the text stands; lines are the same. Both count from 1. */
  readonly column: (line: number, column: number) => number;
}

/**
 * The text with calls of functions where the service differs from JavaScript in what no built-in can change:
 * `__appsyncRound()` at the beginning of each round of a loop, of which it allows a thousand, and `__appsyncTypeof(x)`
 * for `typeof x`, which knows no functions there. `__appsyncCalled()` stands in the functions that are given to methods
 * of arrays: put into one another, they would keep the process from everything else. Nothing moves to another line.
 */
export function instrumented(code: string): Instrumented {
  const edits: Edit[] = [];
  walk(parsed(code), null, (node, parent) => {
    if (node.type === 'UnaryExpression' && node.operator === 'typeof') {
      edits.push({ at: node.start, remove: 'typeof'.length, insert: '__appsyncTypeof(' });
      edits.push({ at: node.end, remove: 0, insert: ')', closes: true });
    }
    if (isFunction(node) && parent?.type === 'CallExpression' && parent.callee !== node) {
      edits.push(...counting('__appsyncCalled()', node.body, '(', ', ', ')'));
    }
    if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') {
      edits.push(...counting('__appsyncRound()', node.body, '{', ';', '}'));
    }
  });
  const sorted = inOrder(edits);
  let text = '';
  let end = 0;
  for (const { at, remove, insert } of sorted) {
    text += code.slice(end, at) + insert;
    end = at + remove;
  }
  text += code.slice(end);
  return { text, column: (line, column) => originalColumn(editsOf(code, sorted, line), column) };
}

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
  /** It stands behind a node, and not before one. */
  readonly closes?: boolean;
}

/** Of what stands in the same place, what is around the other opens first and closes last; outer nodes were met first. */
function inOrder(edits: readonly Edit[]): Edit[] {
  const closing = edits.filter(({ closes }) => closes).toReversed();
  const opening = edits.filter(({ closes }) => !closes);
  return [...closing, ...opening].sort((a, b) => a.at - b.at);
}

/** A call before everything else of a body, be that a block or a single statement or expression. */
function counting(
  call: string,
  { start, end, type }: { readonly start: number; readonly end: number; readonly type: string },
  open: string,
  separator: string,
  close: string,
): Edit[] {
  if (type === 'BlockStatement') return [{ at: start + 1, remove: 0, insert: `${call};` }];
  return [
    { at: start, remove: 0, insert: `${open}${call}${separator}` },
    { at: end, remove: 0, insert: close, closes: true },
  ];
}

/** Those of one line, by the columns at which they stand, from 0. */
function editsOf(code: string, edits: readonly Edit[], line: number): Edit[] {
  const start = code.split('\n', line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const next = code.indexOf('\n', start);
  const end = next < 0 ? code.length : next;
  return edits
    .filter(({ at }) => at >= start && at <= end)
    .map(edit => ({ ...edit, at: edit.at - start }));
}

function originalColumn(edits: readonly Edit[], column: number): number {
  let shift = 0;
  for (const { at, remove, insert } of edits) {
    const from = at + 1 + shift;
    if (column < from) break;
    if (column < from + insert.length) return at + 1;
    shift += insert.length - remove;
  }
  return column - shift;
}
