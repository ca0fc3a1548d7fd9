import { readPagesOf, type List, type PageOutcome, type PlainSource } from '../db/list.ts';
import { pageRequest, type ListOrder, type PageArguments, type PageRequest } from '../db/page.ts';
import { DomainError } from '../shared/errors.ts';
import { type Selection } from '../shared/selection.ts';
import { type Sql } from '../db/sql.ts';
import { type Scope } from './operation.ts';

/** A list that hangs on an object: what it holds for given arguments. */
export interface NestedList {
  /** `Consultant.appointments`: what its tokens are bound to, with the parent and the filter. */
  readonly field: string;
  readonly list: List;
  readonly source: PlainSource;
  readonly of: (parent: Sql) => Sql;
  readonly parentType: 'int' | 'text';
  readonly order: ListOrder;
  /** The filter as it was given. */
  readonly filter: unknown;
}

/** The pages of a nested list for many parents. A token that belongs to another parent fails that parent alone. */
export async function nestedPages(
  { db, ...context }: Scope,
  parents: readonly string[],
  page: PageArguments,
  nested: NestedList,
  selection: Selection,
): Promise<PageOutcome[]> {
  const requests = parents.map(parent => {
    try {
      return pageRequest(page, nested.order, [nested.field, parent, nested.filter]);
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  });
  const sound = requests.flatMap((request, i) =>
    request instanceof DomainError ? [] : [{ request, i }],
  );
  const pages = await readPagesOf(
    db,
    nested.list,
    sound.map(({ i }) => parents[i] ?? ''),
    { ...nested.source, of: nested.of, parentType: nested.parentType },
    sound.map(({ request }): PageRequest => request),
    selection,
    context,
  );
  const outcomes: PageOutcome[] = requests.map(request =>
    request instanceof DomainError ? request : { data: { items: [], nextToken: null } },
  );
  sound.forEach(({ i }, k) => {
    const data = pages[k];
    if (data) outcomes[i] = { data };
  });
  return outcomes;
}
