import { closeSync, openSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import pg from 'pg';
import { onClient, type Database, type Queryable } from '../services/db/connection.ts';
import { type Sql } from '../services/db/sql.ts';
import { typeParsers } from '../services/db/types.ts';
import { createDispatch, type ServiceReply } from '../services/handlers/dispatch.ts';
import { operations } from '../services/handlers/operations.ts';
import { observerOf } from '../services/telemetry/environment.ts';
import { observed } from '../services/telemetry/observed.ts';
import { type Case } from './cases.ts';
import { inTurns, type Times } from './measure.ts';

/** A case at the handler, beside its own SQL run raw on the same connection. */
export interface HandlerResult {
  readonly handler: Times;
  readonly raw: Times;
  readonly statements: number;
}

/** The connection of a container, and what its statements were. */
export interface Bench {
  run(request: Case): Promise<ServiceReply>;
  /** Runs the handler and its recorded statements in turns. */
  compare(request: Case, milliseconds: number): Promise<HandlerResult>;
  close(): Promise<void>;
}

const ZONE = 'Asia/Ho_Chi_Minh';
const identity = { sub: 'bench', username: 'bench', groups: ['admin'] };

export async function openBench(config: pg.ClientConfig, now: Date): Promise<Bench> {
  const client = new pg.Client({
    ...config,
    types: typeParsers,
    options: `-c timezone=${ZONE} -c jit=off`,
  });
  await client.connect();
  const recorded: { statement: Sql; plan: 'prepared' | 'fresh' }[] = [];
  const db = readOnly(onClient(client));
  const recording = readOnly({
    rows: (name, statement, plan = 'prepared') => {
      recorded.push({ statement, plan });
      return db.rows(name, statement, plan);
    },
  });
  const withRecord = createDispatch(operations, { db: recording, clock: () => now, zone: ZONE });
  // As the function does it, with its line of the log.
  const log = openSync(devNull, 'w');
  const dispatch = observed(
    {
      ...observerOf('api', { DEPLOYMENT: 'bench' }),
      print: line => void writeSync(log, `${line}\n`),
    },
    createDispatch(operations, { db, clock: () => now, zone: ZONE }),
  );
  const requestOf = ({ operation, input, selection }: Case) => ({
    operation,
    input,
    identity,
    selection: { graphql: selection },
  });

  async function run(request: Case): Promise<ServiceReply> {
    return (await dispatch(requestOf(request))) as ServiceReply;
  }
  return {
    run,
    compare: async (request, milliseconds) => {
      recorded.length = 0;
      const reply = (await withRecord(requestOf(request))) as ServiceReply;
      if ('error' in reply) throw new Error(`${request.title}: ${reply.error.message}`);
      const queries = recorded.map(({ statement, plan }, i) => ({
        ...(plan === 'prepared' && { name: `raw/${request.title}/${i}`.slice(0, 60) }),
        text: statement.text,
        values: [...statement.values],
      }));
      const [handler, raw] = await inTurns(
        [
          () => run(request),
          async () => {
            for (const query of queries) await client.query(query);
          },
        ],
        { milliseconds, leastRuns: 15 },
      );
      if (!handler || !raw) throw new Error('nothing was measured');
      return { handler, raw, statements: queries.length };
    },
    close: () => {
      closeSync(log);
      return client.end();
    },
  };
}

/** For operations that only read. */
function readOnly(db: Queryable): Database {
  return { ...db, transaction: () => Promise.reject(new Error('nothing is changed here')) };
}
