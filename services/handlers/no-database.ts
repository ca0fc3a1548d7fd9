import { type Database } from '../db/connection.ts';

/** For functions whose operations need no database, and have none. */
export const noDatabase: Database = {
  rows: () => Promise.reject(new Error('this function has no database')),
  transaction: () => Promise.reject(new Error('this function has no database')),
};
