import { startPostgres, type PostgresOptions, type PostgresServer } from './server.ts';

/**
 * Starts PostgreSQL and starts it again, on the same port, when it ends without having been told to. Whoever is
 * connected loses the connection, and finds the server again under the same address.
 */
export async function keepPostgresRunning(
  options: PostgresOptions,
): Promise<Omit<PostgresServer, 'pid' | 'ended'>> {
  const { log = () => {} } = options;
  const first = await startPostgres(options);
  const { port } = first;
  let current: Promise<PostgresServer | undefined> = Promise.resolve(first);
  let stopping = false;

  function watch(server: PostgresServer): PostgresServer {
    void server.ended.then(() => {
      if (stopping) return;
      log('PostgreSQL has ended by itself; starting it again.');
      current = startPostgres({ ...options, port }).then(watch, (cause: unknown) => {
        log(
          `PostgreSQL does not start again: ${cause instanceof Error ? cause.message : String(cause)}`,
        );
        return undefined;
      });
    });
    return server;
  }

  watch(first);
  return {
    port,
    superuser: first.superuser,
    url: first.url,
    async stop() {
      stopping = true;
      await (await current)?.stop();
    },
  };
}
