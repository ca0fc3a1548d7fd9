/** A piece of SQL with its bound values. Only the `sql` tag makes one, so text never comes from data. */
export class Sql {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings;
    this.values = values;
  }

  /** The text with `$1`, `$2`, …, as PostgreSQL wants it. */
  get text(): string {
    let text = this.strings[0] ?? '';
    for (let i = 1; i < this.strings.length; i++) text += `$${i}${this.strings[i] ?? ''}`;
    return text;
  }
}

/** SQL text in which every interpolation is a bound value, or another piece of SQL. */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  const texts: string[] = [strings[0] ?? ''];
  const values: unknown[] = [];
  parts.forEach((part, i) => {
    const after = strings[i + 1] ?? '';
    if (part instanceof Sql) {
      append(texts, values, part);
      texts[texts.length - 1] += after;
    } else {
      values.push(part);
      texts.push(after);
    }
  });
  return new Sql(texts, values);
}

export const empty = new Sql([''], []);

/** The pieces with `separator` between them; nothing at all when there are none. */
export function join(
  pieces: readonly Sql[],
  separator: ', ' | ' and ' | ' or ' | ' union all ',
): Sql {
  const texts: string[] = [''];
  const values: unknown[] = [];
  pieces.forEach((piece, i) => {
    if (i > 0) texts[texts.length - 1] += separator;
    append(texts, values, piece);
  });
  return new Sql(texts, values);
}

export type Condition = Sql | false | '' | null | undefined;

/** `where a and b …` from the conditions that apply; nothing at all when none does. */
export function where(...conditions: readonly Condition[]): Sql {
  const all = present(conditions);
  return all.length === 0 ? empty : sql`where ${join(all, ' and ')}`;
}

/** `a and b …`; `true` when no condition applies. */
export function every(...conditions: readonly Condition[]): Sql {
  const all = present(conditions);
  return all.length === 0 ? sql`true` : join(all, ' and ');
}

export function present(conditions: readonly Condition[]): Sql[] {
  return conditions.filter((condition): condition is Sql => condition instanceof Sql);
}

/** A name that this code base wrote (a table, a column, an alias): never one that came with a request. */
export function identifier(name: string): Sql {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`not an identifier: ${name}`);
  return new Sql([name], []);
}

/** A field of the schema as the name of a column: quoted, because its case matters. */
export function fieldName(name: string): Sql {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Error(`not a field: ${name}`);
  return new Sql([`"${name}"`], []);
}

/** The pieces one after the other. */
export function concat(pieces: readonly Sql[]): Sql {
  return pieces.reduce((all, piece) => sql`${all}${piece}`, empty);
}

/**
 * The rows of a statement as one JSON array, in order: `json_rows`, null when there are none. Values are as JSON has
 * them: dates and times as text, instants in ISO 8601, rows of rows as objects.
 */
export function asJson(statement: Sql): Sql {
  return sql`select json_agg(page) as json_rows from (${statement}) page`;
}

/** A string constant that this code base wrote, as a literal. Keys of `json_build_object` must be literals. */
export function literal(text: string): Sql {
  if (!/^[A-Za-z0-9_]+$/.test(text)) throw new Error(`not a plain constant: ${text}`);
  return new Sql([`'${text}'`], []);
}

/** Plain texts (dates, names of partitions) as an array literal, for statements that take no bound values. */
export function plainArray(texts: readonly string[], type: 'text[]' | 'date[]'): Sql {
  for (const text of texts) {
    if (!/^[A-Za-z0-9_=-]+$/.test(text)) throw new Error(`not a plain text: ${text}`);
  }
  return new Sql([`'{${texts.join(',')}}'::${type}`], []);
}

/** A plain text (an id, a snapshot) as a literal, for statements that take no bound values. */
export function plainText(text: string): Sql {
  if (!/^[A-Za-z0-9_:, -]*$/.test(text)) throw new Error(`not a plain text: ${text}`);
  return new Sql([`'${text}'`], []);
}

/** A whole number as a literal, where the planner should see it: a bound LIMIT is taken for a tenth of the table. */
export function integer(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`);
  return new Sql([String(value)], []);
}

function append(texts: string[], values: unknown[], piece: Sql): void {
  texts[texts.length - 1] += piece.strings[0] ?? '';
  values.push(...piece.values);
  texts.push(...piece.strings.slice(1));
}
