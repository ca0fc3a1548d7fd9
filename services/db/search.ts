import { type SearchTerm } from '../shared/search.ts';
import { join, sql, type Sql } from './sql.ts';

/**
 * Every term is found in the search key of a person's row. `personal` widens it to e-mail and phone, whose digits the
 * key has beside the number as it was given.
 */
export function matches(row: Sql, terms: readonly SearchTerm[], personal: boolean): Sql {
  if (!personal) return allLike(sql`${row}.search_name`, terms);
  const key = sql`${row}.search_all`;
  return join(
    terms.map(term => {
      const found = allLike(key, [term]);
      return term.digits === undefined ? found : sql`(${found} or ${key} like ${term.digits})`;
    }),
    ' and ',
  );
}

/** Every word is found in the text of `key`. */
export function allLike(key: Sql, terms: readonly SearchTerm[]): Sql {
  return join(
    terms.flatMap(({ patterns }) => patterns.map(pattern => sql`${key} like ${pattern}`)),
    ' and ',
  );
}
