import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Queryable } from './connection.ts';
import { type Line } from './line.ts';
import { isLost } from './lost.ts';
import { sql, type Sql } from './sql.ts';
import { runStatement } from './statement.ts';

/** Who changes what and why, for the events that changed rows write (0009_audit_of_changes.sql). */
export interface Change {
  /** The clock reading by which the rules of the database go: ISO 8601, UTC. */
  readonly instant: string;
  /** The token's subject. */
  readonly actor: string;
  readonly actorName: string;
  /** The mutation: `confirmAppointment`. */
  readonly action: string;
  /** Why, in the words of who did it. */
  readonly reason?: string | null | undefined;
}

/** A transaction that did not come to its end, and may safely be tried again from its beginning. */
class Undone extends Error {
  override readonly name = 'Undone';
  /** The connection was lost; else others were in the way. */
  readonly lost: boolean;
  constructor(lost: boolean, cause: unknown) {
    super('nothing was committed', { cause });
    this.lost = lost;
  }
}

/**
 * `Database.transaction` on a line that nobody else uses meanwhile. BEGIN and the settings travel with the first
 * statement. Once COMMIT was sent nothing is tried again: it may have been heard although its answer was not.
 */
export async function inTransaction<Result>(
  line: Line,
  change: Change,
  work: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  let losses = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await attempted(line, change, work);
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
      if (error.lost) losses += 1;
      if (attempt === MOST_ATTEMPTS || losses === MOST_LOSSES) throw error.cause;
      if (!error.lost) await sleep(attempt * 10 + Math.random() * 20);
    }
  }
}

const MOST_ATTEMPTS = 6;
const MOST_LOSSES = 2;

async function attempted<Result>(
  line: Line,
  change: Change,
  work: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  const client = await line.client();
  /** The first statement that failed; those after it only say that the transaction is aborted. */
  let failure: { readonly cause: unknown } | undefined;
  const sent = new Set<Promise<unknown>>();
  let isOver = false;
  const run = async (...statement: Parameters<Queryable['rows']>): Promise<pg.QueryResult> => {
    // Outside its transaction it would be committed by itself.
    if (isOver) throw new Error(`${statement[0]} comes after the end of its transaction`);
    const running = runStatement(client, ...statement);
    sent.add(running.catch((cause: unknown) => void (failure ??= { cause })));
    return running;
  };
  /** Waits until every statement is answered, also those that are sent meanwhile; nothing may follow. */
  const end = async (): Promise<void> => {
    for (let answered = -1; answered < sent.size;) {
      answered = sent.size;
      await Promise.all(sent);
    }
    isOver = true;
  };

  let result: Result;
  try {
    void run('transaction.begin', sql`begin`, 'fresh').catch(() => {});
    void run('transaction.change', settingsOf(change)).catch(() => {});
    result = await work({
      rows: async <Row>(...statement: Parameters<Queryable['rows']>) =>
        (await run(...statement)).rows as Row[],
    });
    await end();
    if (failure) throw failure.cause;
  } catch (thrown) {
    await end();
    // What `work` made of an aborted transaction says nothing.
    const cause =
      failure && (isOfDatabase(thrown) || isInTheWay(failure.cause)) ? failure.cause : thrown;
    if (failure && isLost(failure.cause)) {
      line.drop(client);
      throw new Undone(true, cause);
    }
    await runStatement(client, 'transaction.rollback', sql`rollback`, 'fresh').catch(() =>
      line.drop(client),
    );
    throw isInTheWay(cause) ? new Undone(false, cause) : cause;
  }

  try {
    const { command } = await runStatement(client, 'transaction.commit', sql`commit`, 'fresh');
    if (command !== 'COMMIT') throw new Error(`the database answered COMMIT with ${command}`);
  } catch (error) {
    if (isLost(error)) line.drop(client);
    throw error;
  }
  return result;
}

function settingsOf({ instant, actor, actorName, action, reason }: Change): Sql {
  return sql`select set_config('meetassist.now', ${instant}, true), set_config('meetassist.actor', ${actor}, true),
    set_config('meetassist.actor_name', ${actorName}, true), set_config('meetassist.action', ${action}, true),
    set_config('meetassist.reason', ${reason ?? ''}, true)`;
}

/** Two transactions cannot both be right (40001), or wait for each other (40P01). */
function isInTheWay(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01');
}

function isOfDatabase(error: unknown): boolean {
  return error instanceof pg.DatabaseError;
}
