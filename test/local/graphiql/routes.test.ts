import { createServer, request, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphiqlRoutes } from '../../../local/graphiql/routes.ts';
import { LOCAL_PASSWORD, PERSONAS, userOf } from '../../../local/identity/personas.ts';

let server: Server;
let origin: string;

beforeAll(async () => {
  const routes = graphiqlRoutes({
    zone: 'Asia/Ho_Chi_Minh',
    clock: () => new Date('2025-03-05T02:00:00Z'),
  });
  server = createServer((incoming, response) => {
    if (!routes(incoming, response)) response.writeHead(418).end('left alone');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

/** Every address that the page and the modules it imports name, followed until there is no new one. */
async function everythingLoaded(): Promise<Map<string, Response>> {
  const loaded = new Map<string, Response>();
  const follow = async (address: URL): Promise<void> => {
    if (loaded.has(address.href)) return;
    const response = await fetch(address);
    loaded.set(address.href, response);
    const text = await response.text();
    const named = address.pathname === '/' ? /(?:src|href)="([^"]+)"/g : /from "(\.[^"]+)"/g;
    for (const [, name] of text.matchAll(named)) await follow(new URL(name ?? '', address));
  };
  await follow(new URL('/', origin));
  return loaded;
}

/** Sends a path as it is; `fetch` would tidy it up first. */
function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(origin);
    const outgoing = request({ host: '127.0.0.1', port, path }, answer => {
      answer.resume();
      resolve(answer.statusCode);
    });
    outgoing.on('error', reject).end();
  });
}

describe('the page', () => {
  test('finds all that it loads, on its own origin, with the types that browsers insist on', async () => {
    const types: Record<string, RegExp> = {
      ts: /^text\/javascript/,
      js: /^text\/javascript/,
      css: /^text\/css/,
      svg: /^image\/svg/,
    };
    const loaded = await everythingLoaded();
    expect(loaded.size).toBeGreaterThan(15);
    for (const [address, response] of loaded) {
      expect(response.status, address).toBe(200);
      expect(new URL(address).origin).toBe(origin);
      const type = types[address.split('.').at(-1) ?? ''] ?? /^text\/html/;
      expect(response.headers.get('content-type'), address).toMatch(type);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('allows nothing but its own origin, and inline style only with a nonce that is new each time', async () => {
    const policies = await Promise.all(
      [1, 2].map(async () => (await fetch(origin)).headers.get('content-security-policy') ?? ''),
    );
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
      expect(policy).not.toContain('unsafe');
      expect(policy).not.toContain('http');
    }
    expect(policies[0]).not.toBe(policies[1]);
  });

  test('serves the client without its types', async () => {
    const text = await (await fetch(`${origin}/graphiql/client/calendar.ts`)).text();
    expect(text).toContain('function addDays(date, days)');
  });
});

describe('what the page asks the server', () => {
  test('names the users and the password with which programs sign in', async () => {
    const text = await (await fetch(`${origin}/graphiql/client/persona.ts`)).text();
    const [hint] = /['"]Programs sign in[^'"]*['"]/.exec(text) ?? [];
    expect(hint).toContain(`password ${LOCAL_PASSWORD}`);
    for (const persona of PERSONAS) expect(hint).toContain(userOf(persona).username);
  });

  test('tells the zone and the clock of the office', async () => {
    const response = await fetch(`${origin}/graphiql/office.json`);
    expect(await response.json()).toEqual({
      zone: 'Asia/Ho_Chi_Minh',
      now: '2025-03-05T02:00:00.000Z',
    });
  });

  test('lists the operations by group', async () => {
    const groups = (await (await fetch(`${origin}/graphiql/operations.json`)).json()) as unknown[];
    expect(groups[0]).toMatchObject({
      title: 'Start page & statistics',
      operations: [{ name: 'start-page', title: 'Start page' }, {}, {}, {}, {}, {}, {}, {}],
    });
  });
});

describe('requests', () => {
  test('are answered 304 while the browser has the file', async () => {
    const address = `${origin}/graphiql/page.css`;
    const etag = (await fetch(address)).headers.get('etag') ?? '';
    const again = await fetch(address, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    const other = await fetch(address, { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
  });

  test('by HEAD get the headers alone', async () => {
    const response = await fetch(`${origin}/graphiql/graphiql.js`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(500_000);
    expect(await response.text()).toBe('');
  });

  test('of another method are refused with the address of the API', async () => {
    const response = await fetch(`${origin}/`, { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect(await response.text()).toContain('POST /graphql');
  });

  test('with a query string get the same page', async () => {
    expect((await fetch(`${origin}/?from=bookmark`)).status).toBe(200);
  });

  test.for([
    '/graphiql/',
    '/graphiql/nothing.js',
    '/graphiql/../package.json',
    '/graphiql/client/../routes.ts',
    '/graphiql/client/%2e%2e/routes.ts',
    '/graphiql//etc/passwd',
    '/graphiql/__proto__',
    '/graphiql/%00',
  ])('for %s find nothing', async path => {
    expect(await statusOf(path)).toBe(404);
  });

  test.for(['/graphql', '/local/health', '/graphiqlx', '/favicon.ico', '*'])(
    'for %s are left to others',
    async path => {
      expect(await statusOf(path)).toBe(418);
    },
  );
});
