import { type FieldNode, print } from 'graphql';

/** The part of a planned field that the two views of a selection set need. */
export interface SelectedField {
  readonly responseKey: string;
  /** null for a leaf; empty for a union. */
  readonly selectedFields: readonly SelectedField[] | null;
}

/**
 * Slash paths of everything selected below a field, each parent before its children. Aliases stand in the place of
 * names, fragments are flattened in.
 */
export function selectionSetList(fields: readonly SelectedField[] | null): string[] {
  const paths: string[] = [];
  const add = (selected: readonly SelectedField[], prefix: string) => {
    for (const field of selected) {
      const path = prefix + field.responseKey;
      paths.push(path);
      if (field.selectedFields) add(field.selectedFields, `${path}/`);
    }
  };
  if (fields) add(fields, '');
  return paths;
}

/** The selection as text, spreads left as they are; empty for a leaf. */
export function selectionSetGraphQL(nodes: readonly FieldNode[]): string {
  const [first] = nodes;
  if (!first?.selectionSet) return '';
  if (nodes.length === 1) return print(first.selectionSet);
  const selections = nodes.flatMap(node => node.selectionSet?.selections ?? []);
  return print({ ...first.selectionSet, selections });
}
