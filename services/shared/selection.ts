/**
 * What a client selected below a field, as far as AppSync tells it.
 *
 * `selectionSetList` names aliases instead of fields, so it cannot say which columns to read; `selectionSetGraphQL`
 * has both, but leaves out what named fragments hold. The text is therefore the source, and a level with a fragment
 * spread is `open`: everything there may have been selected. Source: AppSync developer guide, "Resolver context
 * reference"; docs/decisions/0003-selection.md.
 */
export interface Selection {
  readonly fields: ReadonlyMap<string, Selection>;
  /** A named fragment hides some of the fields. */
  readonly open: boolean;
  /** How many levels an open selection can still have, this one included. */
  readonly depth: number;
  /** Of an open selection at the root: the names or aliases there. */
  readonly listed?: ReadonlySet<string>;
}

/** Nothing was selected. */
export const nothing: Selection = { fields: new Map(), open: false, depth: 0 };

/** What a resolver sends along. `list` only when `graphql` has a named fragment. */
export interface SelectionText {
  readonly graphql: string;
  readonly list?: readonly string[] | null;
}

/** Reads the text of a selection set. Throws on text that is not one: AppSync made it, so that is a defect. */
export function parseSelection({ graphql, list }: SelectionText): Selection {
  const depth = Math.max(1, ...(list ?? []).map(path => path.split('/').length));
  const tokens = graphql.match(TOKEN) ?? [];
  const reader = { tokens, position: 0 };
  if (tokens.length === 0) return leaf(depth);
  expect(reader, '{');
  const root = readLevel(reader, depth);
  return root.open
    ? { ...root, listed: new Set(list?.map(path => path.split('/')[0] ?? '')) }
    : root;
}

/**
 * Whether a field that costs something of its own was selected. Behind a named fragment it may hide under an alias,
 * so any name there that is not one of the object's other fields counts.
 */
export function selectsCostly(
  selection: Selection,
  field: string,
  others: readonly string[],
): boolean {
  if (selection.fields.has(field)) return true;
  return [...(selection.listed ?? [])].some(
    name => name !== '__typename' && !others.includes(name),
  );
}

/** Whether a field that is a leaf may have been selected. */
export function selects(selection: Selection, field: string): boolean {
  return selection.open || selection.fields.has(field);
}

/** The selection below a field that is an object; undefined when it cannot have been selected. */
export function below(selection: Selection, field: string): Selection | undefined {
  const named = selection.fields.get(field);
  if (!selection.open) return named;
  if (!named && selection.depth < 2) return undefined;
  return { fields: named?.fields ?? new Map(), open: true, depth: selection.depth - 1 };
}

/** Names, punctuation, spreads; strings are swallowed whole so that their braces do not count. */
const TOKEN =
  /"""(?:\\"""|[\s\S])*?"""|"(?:\\.|[^"\\])*"|\.\.\.|[_A-Za-z][_0-9A-Za-z]*|[{}()[\]:@!$=|]|[^\s,{}()[\]:@!$=|"]+/g;

interface Reader {
  readonly tokens: readonly string[];
  position: number;
}

/** Reads up to and including the `}` that closes the level. */
function readLevel(reader: Reader, depth: number): Selection {
  const fields = new Map<string, Selection>();
  let open = false;
  for (;;) {
    const token = take(reader);
    if (token === '}') return { fields, open, depth };
    if (token === '...') {
      const inline = readSpread(reader, depth);
      open ||= inline?.open ?? true;
      for (const [name, selection] of inline?.fields ?? []) merge(fields, name, selection);
      continue;
    }
    const name = reader.tokens[reader.position] === ':' ? (take(reader), take(reader)) : token;
    skipArguments(reader);
    skipDirectives(reader);
    if (reader.tokens[reader.position] === '{') {
      take(reader);
      merge(fields, name, readLevel(reader, depth - 1));
    } else {
      merge(fields, name, leaf(depth - 1));
    }
  }
}

/** An inline fragment's fields; undefined for a named one, which the text does not hold. */
function readSpread(reader: Reader, depth: number): Selection | undefined {
  if (reader.tokens[reader.position] === 'on') reader.position += 2;
  else if (/^[_A-Za-z]/.test(reader.tokens[reader.position] ?? '')) {
    reader.position += 1;
    skipDirectives(reader);
    return undefined;
  }
  skipDirectives(reader);
  expect(reader, '{');
  return readLevel(reader, depth);
}

function merge(fields: Map<string, Selection>, name: string, selection: Selection): void {
  const known = fields.get(name);
  if (!known) {
    fields.set(name, selection);
    return;
  }
  const merged = new Map(known.fields);
  for (const [child, childSelection] of selection.fields) merge(merged, child, childSelection);
  fields.set(name, { fields: merged, open: known.open || selection.open, depth: known.depth });
}

function skipDirectives(reader: Reader): void {
  while (reader.tokens[reader.position] === '@') {
    reader.position += 2;
    skipArguments(reader);
  }
}

function skipArguments(reader: Reader): void {
  if (reader.tokens[reader.position] !== '(') return;
  let nesting = 0;
  do {
    const token = take(reader);
    if (token === '(') nesting++;
    if (token === ')') nesting--;
  } while (nesting > 0);
}

function take(reader: Reader): string {
  const token = reader.tokens[reader.position++];
  if (token === undefined) throw new Error('selection set ends early');
  return token;
}

function expect(reader: Reader, wanted: string): void {
  const token = take(reader);
  if (token !== wanted) throw new Error(`selection set has ${token} where ${wanted} should be`);
}

function leaf(depth: number): Selection {
  return { fields: new Map(), open: false, depth };
}
