import { put } from '../complete.ts';
import { type SelectionPlan, type Shape } from '../plan.ts';

/**
 * A completed value as subscribers get to choose from it: by the names of the fields instead of the names that the
 * mutation's caller gave them.
 */
export function published(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (shape.kind) {
    case 'leaf':
      // It will be written as JSON once more.
      return bare(shape.name) === 'AWSJSON' && typeof value === 'string'
        ? JSON.parse(value)
        : value;
    case 'list':
      return Array.isArray(value) ? value.map(item => published(shape.item, item)) : null;
    case 'object':
      return namedFields([shape.selection], value);
    case 'abstract':
      return namedFields([...shape.selections.values()], value);
  }
}

function namedFields(selections: readonly SelectionPlan[], value: unknown): object {
  const completed = value as Readonly<Record<string, unknown>>;
  const named: Record<string, unknown> = {};
  for (const { responseKey, name, shape, resolver } of selections.flatMap(s => s.fields)) {
    if (!Object.hasOwn(completed, responseKey)) continue;
    const part = published(shape, completed[responseKey]);
    const known = Object.hasOwn(named, name) ? named[name] : null;
    // What resolvers answer may be for other arguments: of these the last one counts.
    put(named, name, resolver ? part : joined(known, part));
  }
  return named;
}

/** Two parts of the same value, each as one alias of its field selected it. */
function joined(a: unknown, b: unknown): unknown {
  if (a === null || b === null) return a ?? b;
  if (Array.isArray(a) && Array.isArray(b)) return a.map((item, index) => joined(item, b[index]));
  if (typeof a !== 'object' || typeof b !== 'object') return b;
  const all: Record<string, unknown> = { ...a };
  for (const [name, part] of Object.entries(b as object)) {
    put(all, name, joined(Object.hasOwn(all, name) ? all[name] : null, part));
  }
  return all;
}

function bare(type: string): string {
  return type.replace('!', '');
}
