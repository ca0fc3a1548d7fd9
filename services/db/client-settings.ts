import { type ClientConfig } from 'pg';
import { type DatabaseConfig } from './line.ts';
import { typeParsers } from './types.ts';

/** What every connection of a function is opened with; behind a proxy only what it takes. `settings` are more of the server's, as `-c name=value`. */
export function clientSettings(config: DatabaseConfig, settings = ''): ClientConfig {
  return {
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    password: config.password,
    ssl: config.tls && { ca: config.tls.ca, rejectUnauthorized: true },
    types: typeParsers,
    application_name: config.applicationName,
    // "Feature not supported: RDS Proxy currently doesn't support command-line options", nor `statement_timeout`.
    ...(!config.behindProxy && {
      statement_timeout: config.statementTimeoutMs,
      options: `-c timezone=${config.zone} -c jit=off${settings}`,
    }),
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  };
}
