import pg from 'pg';

/** Whether the connection went with the statement that failed: there was no verdict, or it was the server's last word. */
export function isLost(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === 'FATAL';
}
