import pg from 'pg';
import { clientSettings } from './client-settings.ts';

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
  /** Through RDS Proxy, which takes no settings when a client signs in: role and database have them (roles.ts). */
  readonly behindProxy?: boolean;
  /** After this long without a statement the connection must answer a probe first; a minute when left out. */
  readonly probeAfterMs?: number;
  /** Milliseconds, by which idleness goes; the machine's time when left out, which goes on while a container sleeps. */
  readonly idleClock?: () => number;
}

/** One open connection at a time: opened when first needed, replaced when it died. */
export interface Line {
  /** The connection, open; whoever asks sends a statement at once. Errors: what opening says. */
  client(): Promise<pg.Client>;
  /** Hangs up at once and forgets the connection; the next call of `client` opens another. */
  drop(client: pg.Client): void;
  close(): Promise<void>;
}

interface Held {
  readonly client: pg.Client;
  readonly opened: Promise<pg.Client>;
  /** When the last answer came; undefined while one is awaited. */
  quietSince?: number | undefined;
  /** The look that is being taken at it, before it is used again. */
  check?: Promise<void> | undefined;
}

export function createLine(config: DatabaseConfig): Line {
  const { probeAfterMs = 60_000, idleClock = () => Date.now() } = config;
  let held: Held | undefined;

  async function client(): Promise<pg.Client> {
    if (held?.quietSince !== undefined) await (held.check ??= check(held, held.quietSince));
    held ??= open();
    held.quietSince = undefined;
    return held.opened;
  }

  /**
   * A container may have slept since it last spoke. What the network reported meanwhile is heard first; after a minute,
   * the server is asked whether it is still there, because a path that was closed silently reports nothing and would
   * swallow the statement until some time-out. Many requests that come at once share one look.
   */
  async function check(mine: Held, quietSince: number): Promise<void> {
    const idle = Math.abs(idleClock() - quietSince);
    // The first turn may end a round of the event loop that began before; the second is a whole one.
    for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
    if (isOver(mine.client)) hangUp(mine);
    else if (held === mine && idle >= probeAfterMs) await probe(mine);
    mine.check = undefined;
  }

  async function probe(mine: Held): Promise<void> {
    const silence = setTimeout(() => hangUp(mine), PATIENCE_MS);
    try {
      await mine.client.query('select');
    } catch {
      hangUp(mine);
    } finally {
      clearTimeout(silence);
    }
  }

  function open(): Held {
    const made = new pg.Client({
      ...clientSettings(config),
      // The server gives up first; this is for one that is not there any more to do so.
      query_timeout: config.statementTimeoutMs + GRACE_MS,
      // A container that stops in the middle of a transaction must not keep its locks.
      ...(!config.behindProxy && {
        idle_in_transaction_session_timeout: config.statementTimeoutMs,
      }),
      pipeline: true,
    });
    const opened = made.connect().then(
      () => made,
      (error: unknown) => {
        hangUp(mine);
        throw error;
      },
    );
    const mine: Held = { client: made, opened };
    // Whether somebody waits for it or not, a connection that dies is only forgotten.
    opened.catch(() => {});
    made.on('error', () => hangUp(mine)).on('end', () => hangUp(mine));
    made.on('drain', () => (mine.quietSince = idleClock()));
    return mine;
  }

  /** Only this one: it may report its end when the next one is already open. */
  function hangUp(mine: Held): void {
    if (held === mine) held = undefined;
    mine.client.connection.stream.destroy();
  }

  return {
    client,
    drop(client) {
      if (held?.client === client) hangUp(held);
    },
    close: async () => {
      const mine = held;
      held = undefined;
      if (!mine) return;
      const impatience = setTimeout(() => hangUp(mine), PATIENCE_MS);
      await (await mine.opened.catch(() => undefined))?.end();
      clearTimeout(impatience);
    },
  };
}

/** The other end has hung up, which the client has not been told yet. */
function isOver({ connection: { stream } }: pg.Client): boolean {
  return stream.destroyed || stream.readableEnded;
}

/** For the answer to something that costs the server nothing. */
const PATIENCE_MS = 1_000;
const GRACE_MS = 2_000;
