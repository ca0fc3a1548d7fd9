import { join, sql, type Sql } from './sql.ts';

/** Every pattern is found in the row's search key. `personal` widens it to e-mail and phone. */
export function matches(row: Sql, patterns: readonly string[], personal: boolean): Sql {
  return allLike(personal ? sql`${row}.search_all` : sql`${row}.search_name`, patterns);
}

/** Every pattern is found in the text of `key`. */
export function allLike(key: Sql, patterns: readonly string[]): Sql {
  return join(
    patterns.map(pattern => sql`${key} like ${pattern}`),
    ' and ',
  );
}
