import { createServer, type Server } from 'node:http';
import pg from 'pg';
import { typeParsers } from '../services/db/types.ts';

/** What a server costs that does nothing but run one statement and stringify its rows. */
export interface Baseline {
  readonly url: string;
  close(): Promise<void>;
}

/** A page of 50 appointments with customer, consultant and rating, as one prepared keyset statement. */
const PAGE = `
  select a.id, a.date, a.start_time, a.duration_minutes, a.status, a.description,
         c.id as customer_id, c.full_name as customer_name, c.phone_number,
         k.id as consultant_id, k.full_name as consultant_name, f.rating, f.comment
    from appointment a
    join customer c on c.id = a.customer_id
    left join consultant k on k.id = a.consultant_id
    left join feedback f on f.appointment_id = a.id
   order by a.date desc, a.start_time desc, a.id desc
   limit 50`;

export async function startBaseline(
  config: pg.ClientConfig,
  connections: number,
): Promise<Baseline> {
  const pool = new pg.Pool({ ...config, types: typeParsers, max: connections });
  pool.on('error', () => {});
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      pool.query({ name: 'page', text: PAGE }).then(
        ({ rows }) => {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ data: { appointments: { items: rows } } }));
        },
        () => {
          response.statusCode = 500;
          response.end();
        },
      );
    });
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await pool.end();
    },
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
