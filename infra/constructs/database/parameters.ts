/**
 * Settings of the server. A refused row is quoted in PostgreSQL's error details and a failed statement may be: neither
 * belongs in a log (docs/domain.md), so nothing of them is written. Clients without TLS are turned away.
 */
export function serverParameters(maxConnections: number): Record<string, string> {
  return {
    'rds.force_ssl': '1',
    // Said, not left to the service's formula: alarms and the API's concurrency are computed from it.
    max_connections: String(maxConnections),
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_min_duration_statement: '-1',
    log_statement: 'none',
  };
}
