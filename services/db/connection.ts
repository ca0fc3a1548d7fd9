import type pg from 'pg';
import { asRefusal } from './constraint-errors.ts';
import { createLine, type DatabaseConfig } from './line.ts';
import { isLost } from './lost.ts';
import { type Sql } from './sql.ts';
import { runStatement, type Plan } from './statement.ts';
import { inTransaction, type Change } from './transaction.ts';
import { createTurns } from './turns.ts';

/** What stores need of a database. */
export interface Queryable {
  /**
   * Runs one statement and gives its rows. `name` tells it apart in traces and logs (`appointment.page`).
   * It is prepared once per connection, unless `plan` is `fresh`: planned anew with its actual values each time.
   */
  rows<Row>(name: string, statement: Sql, plan?: Plan): Promise<Row[]>;
}

/** What operations need of a database: statements of their own, and several that are one. */
export interface Database extends Queryable {
  /**
   * Runs `work` in one transaction, which the database commits as a whole or not at all. `change` says who does it and
   * why, for the audit events that the changed rows write. On a serialization failure or a deadlock, and when the
   * connection is lost before COMMIT was sent, all of it is tried again: `work` may run more than once. Statements that
   * `work` does not wait for one by one travel together. Errors: a breached rule as its `DomainError`
   * (constraint-errors.ts); what `work` throws.
   */
  transaction<Result>(
    change: Change,
    work: (transaction: Queryable) => Promise<Result>,
  ): Promise<Result>;
}

/** One connection, opened when first needed and replaced when it died. */
export interface Connection extends Database {
  close(): Promise<void>;
}

export function createConnection(config: DatabaseConfig): Connection {
  const line = createLine(config);
  const turns = createTurns();
  return {
    rows: <Row>(name: string, statement: Sql, plan?: Plan) =>
      turns.together(async () => {
        const client = await line.client();
        try {
          return (await runStatement(client, name, statement, plan)).rows as Row[];
        } catch (error) {
          // That it is gone may not yet be seen at this end of the line.
          if (isLost(error)) line.drop(client);
          throw error;
        }
      }),
    transaction: async (change, work) => {
      try {
        return await turns.alone(() => inTransaction(line, change, work));
      } catch (error) {
        throw asRefusal(error);
      }
    },
    close: () => line.close(),
  };
}

/** Runs statements on a connection that somebody else opened: a migration, an import, a test. */
export function onClient(client: pg.ClientBase): Queryable {
  return {
    rows: async <Row>(name: string, statement: Sql, plan?: Plan) =>
      (await runStatement(client, name, statement, plan)).rows as Row[],
  };
}
