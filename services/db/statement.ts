import { channel } from 'node:diagnostics_channel';
import pg, { type ClientBase, type QueryResult } from 'pg';
import { type Sql } from './sql.ts';

/** `fresh`: planned anew with its actual values each time. */
export type Plan = 'prepared' | 'fresh';

/** Published on the diagnostics channel `meetassist:statement` after each statement that was executed, also one that failed. */
export interface StatementEvent {
  readonly name: string;
  readonly milliseconds: number;
  readonly rows: number;
}

/** Runs one statement on an open connection and publishes its {@link StatementEvent}. */
export async function runStatement(
  client: ClientBase,
  name: string,
  statement: Sql,
  plan: Plan = 'prepared',
): Promise<QueryResult> {
  const started = performance.now();
  const text = statement.text;
  const prepared = plan === 'prepared' ? preparedName(name, text) : undefined;
  const publish = (rows: number): void => {
    const milliseconds = performance.now() - started;
    statements.publish({ name, milliseconds, rows } satisfies StatementEvent);
  };
  try {
    const result = await client.query(
      prepared === undefined
        ? { text, values: [...statement.values] }
        : { name: prepared, text, values: [...statement.values] },
    );
    publish(rowsIn(result.rows));
    return result;
  } catch (error) {
    if (!wasSkipped(error)) publish(0);
    throw error;
  }
}

/**
 * Sends statements as one message, which costs one way to the server and back, and gives the rows of each that gives some.
 * None behind one that fails is executed. Those before a BEGIN, between transactions and behind a COMMIT are one
 * transaction each.
 */
export async function runTogether(
  client: ClientBase,
  name: string,
  parts: readonly Sql[],
): Promise<readonly (readonly unknown[])[]> {
  if (parts.some(({ values }) => values.length > 0)) throw new Error('one message binds no values');
  const started = performance.now();
  let found: readonly (readonly unknown[])[] = [];
  try {
    const answers = (await client.query(parts.map(({ text }) => text).join(';\n'))) as
      QueryResult<unknown[]> | QueryResult<unknown[]>[];
    const each = Array.isArray(answers) ? answers : [answers];
    found = each.filter(({ fields }) => fields.length > 0).map(({ rows }) => rows);
    return found;
  } finally {
    const milliseconds = performance.now() - started;
    const rows = found.reduce((sum, each) => sum + each.length, 0);
    statements.publish({ name, milliseconds, rows } satisfies StatementEvent);
  }
}

/** In a transaction that has failed already, nothing is executed. */
function wasSkipped(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '25P02';
}

const statements = channel('meetassist:statement');

/** Rows that came, also those that came as one JSON array (`asJson`). */
function rowsIn(rows: readonly { readonly json_rows?: unknown }[]): number {
  const json = rows[0]?.json_rows;
  if (rows.length === 1 && json !== undefined) return Array.isArray(json) ? json.length : 0;
  return rows.length;
}

/**
 * The name under which a text is prepared: texts vary with filter and selection, so each gets its own.
 * Undefined when a container has met more texts than a server connection should keep; those run unprepared.
 */
function preparedName(name: string, text: string): string | undefined {
  const known = preparedNames.get(text);
  if (known !== undefined || preparedNames.size >= MOST_PREPARED) return known;
  const made = `${name}/${preparedNames.size}`;
  preparedNames.set(text, made);
  return made;
}

const MOST_PREPARED = 300;
const preparedNames = new Map<string, string>();
