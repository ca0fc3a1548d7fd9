import { type ListOrder, type OrderKey } from './page.ts';

/** Both directions of an order: `NAME` gives `NAME_ASC` and `NAME_DESC`. */
export function bothWays<Name extends string>(
  name: Name,
  keys: readonly OrderKey[],
): Record<`${Name}_ASC` | `${Name}_DESC`, ListOrder> {
  const order = (direction: ListOrder['direction']) => ({
    name: `${name}_${direction.toUpperCase()}`,
    direction,
    keys,
  });
  return { [`${name}_ASC`]: order('asc'), [`${name}_DESC`]: order('desc') } as Record<
    `${Name}_ASC` | `${Name}_DESC`,
    ListOrder
  >;
}
