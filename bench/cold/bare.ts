import { readFileSync } from 'node:fs';
import pg from 'pg';

const { DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER, DATABASE_PASSWORD, CA_FILE } =
  process.env;

/** What there is to beat: one client, one statement, nothing around it. */
export async function handler(): Promise<unknown> {
  const client = new pg.Client({
    host: DATABASE_HOST,
    port: Number(DATABASE_PORT),
    database: DATABASE_NAME,
    user: DATABASE_USER,
    password: DATABASE_PASSWORD,
    ...(CA_FILE && { ssl: { ca: readFileSync(CA_FILE, 'utf8') } }),
  });
  await client.connect();
  const { rows } = await client.query('select count(*)::int as count from customer');
  return rows[0];
}
