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
  for (const { responseKey, name, shape } of selections.flatMap(({ fields }) => fields)) {
    if (Object.hasOwn(completed, responseKey)) {
      put(named, name, published(shape, completed[responseKey]));
    }
  }
  return named;
}

function bare(type: string): string {
  return type.replace('!', '');
}
