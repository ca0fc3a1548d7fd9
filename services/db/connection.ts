import { channel } from 'node:diagnostics_channel';
import pg from 'pg';
import { type Sql } from './sql.ts';
import { typeParsers } from './types.ts';

/** Where the database is and how this process speaks to it. */
export interface DatabaseConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A password, or what makes one for each new connection (an IAM token). */
  readonly password: string | (() => Promise<string>);
  /** `false` only on loopback; else the certificate authorities (PEM) that the server's certificate must come from. */
  readonly tls: false | { readonly ca: string };
  /** Below the Lambda time-out, so that the database gives up first. */
  readonly statementTimeoutMs: number;
  /** Zone in which instants are shown. Results do not depend on it, only their offset does. */
  readonly zone: string;
  readonly applicationName: string;
}

/** What stores need of a database. */
export interface Queryable {
  /**
   * Runs one statement and gives its rows. `name` tells it apart in traces and logs (`appointment.page`).
   * It is prepared once per connection, unless `plan` is `fresh`: planned anew with its actual values each time.
   */
  rows<Row>(name: string, statement: Sql, plan?: 'prepared' | 'fresh'): Promise<Row[]>;
}

/** Published on the diagnostics channel `meetassist:statement` after each statement. */
export interface StatementEvent {
  readonly name: string;
  readonly milliseconds: number;
  readonly rows: number;
}

/** One connection, opened when first needed and replaced when it died. */
export interface Connection extends Queryable {
  close(): Promise<void>;
}

export function createConnection(config: DatabaseConfig): Connection {
  let opening: Promise<pg.Client> | undefined;

  function client(): Promise<pg.Client> {
    if (opening) return opening;
    const mine = open(() => forget(mine));
    opening = mine;
    return mine;
  }

  /**
   * A connection that dies, idle or at work, is forgotten; the next statement opens another. Only itself: it may
   * report its end when the next one is already open.
   */
  function forget(dead: Promise<pg.Client>): void {
    if (opening === dead) opening = undefined;
  }

  async function open(died: () => void): Promise<pg.Client> {
    const made = new pg.Client({
      host: config.host,
      port: config.port,
      database: config.database,
      user: config.user,
      password: config.password,
      ssl: config.tls && { ca: config.tls.ca, rejectUnauthorized: true },
      types: typeParsers,
      application_name: config.applicationName,
      statement_timeout: config.statementTimeoutMs,
      options: `-c timezone=${config.zone} -c jit=off`,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    made.on('error', died).on('end', died);
    try {
      await made.connect();
      return made;
    } catch (error) {
      died();
      throw error;
    }
  }

  return {
    rows: async (name, statement, plan = 'prepared') => {
      const mine = client();
      try {
        return await runOn(await mine, name, statement, plan);
      } catch (error) {
        // The server has hung up, but its end of the line is not yet seen here.
        if (error instanceof pg.DatabaseError && error.severity === 'FATAL') forget(mine);
        throw error;
      }
    },
    close: async () => {
      const open = opening;
      opening = undefined;
      await (await open?.catch(() => undefined))?.end();
    },
  };
}

/** Runs statements on a connection that somebody else opened: a migration, an import, a test. */
export function onClient(client: pg.ClientBase): Queryable {
  return { rows: (name, statement, plan = 'prepared') => runOn(client, name, statement, plan) };
}

const statements = channel('meetassist:statement');

async function runOn<Row>(
  client: pg.ClientBase,
  name: string,
  statement: Sql,
  plan: 'prepared' | 'fresh',
): Promise<Row[]> {
  const started = performance.now();
  const text = statement.text;
  const prepared = plan === 'prepared' ? preparedName(name, text) : undefined;
  const { rows } = await client.query(
    prepared === undefined
      ? { text, values: [...statement.values] }
      : { name: prepared, text, values: [...statement.values] },
  );
  statements.publish({
    name,
    milliseconds: performance.now() - started,
    rows: rowsIn(rows),
  } satisfies StatementEvent);
  return rows as Row[];
}

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
