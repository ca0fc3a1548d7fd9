import { type Shape } from './plan.ts';

/** The `data` of a raised error as clients may see it: only fields that the request selected. */
export function selectedData(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    const item = shape.kind === 'list' ? shape.item : shape;
    return value.map(each => selectedData(item, each));
  }
  if (typeof value !== 'object' || shape.kind === 'leaf') return value;
  const selections =
    shape.kind === 'object'
      ? [shape.selection]
      : shape.kind === 'abstract'
        ? [...shape.selections.values()]
        : [];
  const fields = new Map(selections.flatMap(s => s.fields).map(f => [f.name, f.shape] as const));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const field = fields.get(name);
      return field ? [[name, selectedData(field, each)]] : [];
    }),
  );
}
