import { createHash } from 'node:crypto';
import { canonical } from '../shared/canonical.ts';
import { isCalendarDate } from '../shared/dates.ts';
import { invalidInput } from '../shared/errors.ts';
import { identifier, integer, join, sql, type Sql } from './sql.ts';

export const DEFAULT_LIMIT = 25;
export const LARGEST_LIMIT = 100;

/** Types of the columns that lists are ordered by, and whether a text in a token is a value of the type. */
const keyTypes = {
  date: isCalendarDate,
  time: (text: string) => TIME.test(text),
  timestamptz: (text: string) =>
    isCalendarDate(text.slice(0, 10)) && text[10] === ' ' && TIME_OF_ZONE.test(text.slice(11)),
  integer: (text: string) => /^\d{1,10}$/.test(text) && Number(text) <= 2_147_483_647,
  bigint: (text: string) => /^\d{1,18}$/.test(text),
  numeric: (text: string) => /^\d{1,3}(\.\d{1,1000})?$/.test(text),
  text: (text: string) => /^[^\u0000]{1,200}$/u.test(text),
} as const;

export interface OrderKey {
  readonly column: string;
  readonly type: keyof typeof keyTypes;
}

/** The order of a list. The keys together are unique, and all run in the same direction. */
export interface ListOrder {
  readonly name: string;
  readonly direction: 'asc' | 'desc';
  readonly keys: readonly OrderKey[];
}

/** What is left of a page request when it is understood. */
export interface PageRequest {
  readonly size: number;
  readonly order: ListOrder;
  /** Keys of the row that the page before ended with. */
  readonly after?: readonly string[];
  /** What the token of the next page is bound to. */
  readonly binding: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | null;
  totalCount?: number;
}

export interface PageArguments {
  readonly limit?: number | null | undefined;
  readonly nextToken?: string | null | undefined;
}

/** How many items a list shall have at most. Errors: `InvalidInput/BAD_LIMIT`. */
export function pageSize(limit: number | null | undefined): number {
  const size = limit ?? DEFAULT_LIMIT;
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_LIMIT) return size;
  throw invalidInput('BAD_LIMIT', `limit is ${size}; use 1 to ${LARGEST_LIMIT}`, {
    field: 'limit',
  });
}

/**
 * Understands `limit` and `nextToken` of a list. `list` is what a token belongs to: the field, its filter, the object
 * it hangs on; the order is added. Errors: `InvalidInput` with `BAD_LIMIT`, `TOKEN_MALFORMED` or `TOKEN_MISMATCH`.
 */
export function pageRequest(
  page: PageArguments,
  order: ListOrder,
  list: readonly unknown[],
): PageRequest {
  const size = pageSize(page.limit);
  const binding = createHash('sha256')
    .update(canonical([...list, order.name]))
    .digest('base64url')
    .slice(0, 16);
  if (page.nextToken === null || page.nextToken === undefined) return { size, order, binding };
  return { size, order, binding, after: readToken(page.nextToken, order, binding) };
}

/** A row of a page's statement: the item, and among its properties, in the row that ends the page, its keys as text. */
export interface PageRow {
  keys?: readonly string[] | null | undefined;
}

/** The page from its rows, of which there is one more than wanted when the list goes on. Takes the keys off the rows. */
export function toPage(rows: readonly PageRow[], { size, binding }: PageRequest): Page<unknown> {
  const last = rows.length > size ? rows[size - 1]?.keys : undefined;
  const items = rows.slice(0, size);
  // Not `delete`, which makes slow objects: JSON leaves out what is undefined.
  for (const item of items) item.keys = undefined;
  return { items, nextToken: last ? writeToken(last, binding) : null };
}

/** `(keys of row) < (keys of the last page's end)`, or nothing on the first page. */
export function afterToken(row: Sql, { after, order }: PageRequest): Sql | undefined {
  if (!after) return undefined;
  const columns = order.keys.map(key => sql`${row}.${identifier(key.column)}`);
  const values = order.keys.map((key, i) => sql`${after[i]}::${identifier(key.type)}`);
  const comparison = order.direction === 'asc' ? sql`>` : sql`<`;
  return sql`(${join(columns, ', ')}) ${comparison} (${join(values, ', ')})`;
}

/** `order by` of the list. */
export function orderBy(row: Sql, order: ListOrder): Sql {
  const direction = order.direction === 'asc' ? sql`asc` : sql`desc`;
  return sql`order by ${join(
    order.keys.map(key => sql`${row}.${identifier(key.column)} ${direction}`),
    ', ',
  )}`;
}

/** `limit`: one row more than wanted tells whether the list goes on. */
export function limit({ size }: PageRequest): Sql {
  return sql`limit ${integer(size + 1)}`;
}

/** The keys of the row that a page ends with, as text, for `PageRow.keys`; null for others. `rank` counts the rows. */
export function keysOf(row: Sql, { order, size }: PageRequest): Sql {
  return sql`case when ${row}.rank = ${integer(size)} then array[${join(
    order.keys.map(key => sql`${row}.${identifier(key.column)}::text`),
    ', ',
  )}] end`;
}

const TIME = /^([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?$/;
/** PostgreSQL shows offsets as short as they are, and those from before railways with seconds. */
const TIME_OF_ZONE = /^([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?[+-](0\d|1[0-5])(:[0-5]\d){0,2}$/;

function writeToken(keys: readonly string[], binding: string): string {
  return Buffer.from(JSON.stringify([binding, ...keys])).toString('base64url');
}

function readToken(token: string, order: ListOrder, binding: string): readonly string[] {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw malformed();
  }
  if (!Array.isArray(content) || typeof content[0] !== 'string') throw malformed();
  if (content[0] !== binding) {
    throw invalidInput(
      'TOKEN_MISMATCH',
      'nextToken belongs to a list with another filter or order; repeat the filter and order it came from, or start without a token',
      { field: 'nextToken' },
    );
  }
  const keys: unknown[] = content.slice(1);
  const sound =
    keys.length === order.keys.length &&
    order.keys.every(({ type }, i) => typeof keys[i] === 'string' && keyTypes[type](keys[i]));
  if (!sound) throw malformed();
  return keys as string[];
}

function malformed(): Error {
  return invalidInput(
    'TOKEN_MALFORMED',
    'nextToken is not one that this API gave out; start without a token',
    {
      field: 'nextToken',
    },
  );
}
