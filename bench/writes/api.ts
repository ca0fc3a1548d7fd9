import { createConnection, type Database } from '../../services/db/connection.ts';
import { type DatabaseConfig } from '../../services/db/line.ts';
import { createDispatch, type ServiceReply } from '../../services/handlers/dispatch.ts';
import { operations } from '../../services/handlers/operations.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const identity = { sub: 'bench', username: 'bench', groups: ['admin'] };
const SELECTION = `{ id version status date startTime endTime durationMinutes description
  customer { id fullName phoneNumber } consultant { id fullName } }`;

/** The function's handler. */
export interface Handler {
  /** Gives the id of the entity that the mutation answered with. Rejects when it was refused. */
  change(operation: string, input: object): Promise<number>;
}

export function openHandler(db: Database, now: Date): Handler {
  const dispatch = createDispatch(operations, { db, clock: () => now, zone: ZONE });
  return {
    async change(operation, input) {
      const reply = (await dispatch({
        operation,
        input: { ...input },
        identity,
        selection: { graphql: SELECTION },
      })) as ServiceReply;
      if ('error' in reply) throw new Error(`${operation}: ${reply.error.message}`);
      return Number((reply.data as { id: string }).id);
    },
  };
}

/** One container: a handler on a connection of its own. */
export interface Container extends Handler {
  close(): Promise<void>;
}

export function openContainer(
  config: Pick<DatabaseConfig, 'host' | 'port' | 'database' | 'user' | 'password'>,
  now: Date,
): Container {
  const db = createConnection({
    ...config,
    tls: false,
    statementTimeoutMs: 20_000,
    zone: ZONE,
    applicationName: 'bench',
  });
  return { ...openHandler(db, now), close: () => db.close() };
}
