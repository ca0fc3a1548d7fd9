import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { withClient } from '../../services/db/with-client.ts';
import { CALLERS, type Caller, realtimeOf } from '../contract/support/target.ts';
import { forgery } from '../support/api/forgery.ts';
import { OFFICE_NOW } from '../support/api/office.ts';
import { FAULTS, faultyAnswer, faultyAuthorization } from '../support/wrong-answers.ts';
import { startWrongServer } from '../support/wrong-server.ts';

const root = path.join(import.meta.dirname, '../..');
const A_RUN_MS = 240_000;

let directory: string;
let stack: Stack;
let certificate: string;
let endpoint: string;
let tokens: Readonly<Record<Caller | 'expired', string>>;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-smoke-'));
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(directory, 0o755);
  stack = await startStack({
    port: 0,
    dataDir: directory,
    demo: 'small',
    tls: true,
    reset: false,
    durable: false,
    now: new Date(OFFICE_NOW),
    log: () => {},
  });
  certificate = stack.certificate ?? '';
  endpoint = `${stack.url}graphql`;
  const sound = CALLERS.map(async caller => [caller, await stack.token(caller)] as const);
  const forge = await forgery(directory);
  tokens = {
    ...(Object.fromEntries(await Promise.all(sound)) as Record<Caller, string>),
    expired: await forge.signed({ expiresIn: -1 }),
  };
}, 180_000);
afterAll(async () => {
  await stack?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** As the service answers whose introspection is off. */
const HIDDEN_SCHEMA = {
  status: 200,
  body: JSON.stringify({
    data: null,
    errors: [
      {
        path: null,
        locations: [{ line: 3, column: 5, sourceName: null }],
        message:
          "Validation error of type FieldUndefined: Field '__schema' in type 'Query' is undefined @ '__schema'",
      },
    ],
  }),
};

interface Run {
  readonly code: number;
  readonly printed: string;
}

/** `npm run smoke`, with every token in the environment, as fast as it goes. */
function smoke(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Run> {
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: certificate,
    MEETASSIST_TOKEN: tokens.admin,
    MEETASSIST_SCHEDULER_TOKEN: tokens.scheduler,
    MEETASSIST_ANALYST_TOKEN: tokens.analyst,
    MEETASSIST_GROUPLESS_TOKEN: tokens.none,
    MEETASSIST_EXPIRED_TOKEN: tokens.expired,
    ...more,
  };
  const command = ['run', 'smoke', '--', '--rate', '1000000', ...args];
  return new Promise(resolve => {
    execFile('npm', command, { cwd: root, env }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      // npm repeats the arguments, which is why tokens belong in the environment.
      resolve({ code, printed: `${stdout}${stderr}`.replaceAll(/^> .*\n/gm, '') });
    });
  });
}

/** Every table of the database with a digest of its rows. */
function fingerprint(): Promise<Readonly<Record<string, string>>> {
  return withClient({ ...stack.database.owner }, async owner => {
    const { rows: tables } = await owner.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    );
    const digests: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await owner.query<{ digest: string }>(
        `select count(*) || ' rows ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest
           from ${name} t`,
      );
      digests[name] = rows[0]?.digest ?? '';
    }
    return digests;
  });
}

describe('npm run smoke', () => {
  test(
    'finds the contract kept by another office, over https, and changes nothing',
    { timeout: A_RUN_MS },
    async () => {
      const before = await fingerprint();
      const { code, printed } = await smoke(['--endpoint', endpoint]);
      expect(printed).toContain('The contract is kept: ');
      expect(code).toBe(0);
      expect(printed).not.toMatch(/BROKEN|eyJ/);
      // The office is empty of archives and jobs; of everything else there is something to ask for.
      for (const part of ['documents', 'input', 'masking', 'page-tokens', 'pages', 'schema']) {
        expect(printed).toMatch(new RegExp(`^  kept +${part} +(\\d+) of \\1$`, 'm'));
      }
      expect(await fingerprint()).toEqual(before);
    },
  );

  test(
    'with --write tells a story, and leaves only what it says',
    { timeout: A_RUN_MS },
    async () => {
      const { code, printed } = await smoke(['--endpoint', endpoint, '--write', '--only', 'story']);
      expect(printed).toMatch(/^ {2}kept +story +6 of 6$/m);
      expect(code).toBe(0);
      await withClient({ ...stack.database.owner }, async owner => {
        const { rows } = await owner.query(
          `select c.full_name, c.is_disabled, a.status, a.cancel_reason
           from customer c join appointment a on a.customer_id = c.id
          where a.date > date '2030-01-01'`,
        );
        expect(rows).toEqual([
          { full_name: '—', is_disabled: true, status: 'CANCELLED', cancel_reason: null },
        ]);
      });
    },
  );

  test(
    'finds what a wrong server does wrong, each fault by its name',
    { timeout: A_RUN_MS },
    async () => {
      const wrong = await startWrongServer({
        endpoint,
        realtime: realtimeOf(endpoint),
        ca: readFileSync(certificate, 'utf8'),
        authorization: asked => faultyAuthorization(asked, tokens),
        answer: faultyAnswer,
        connectAs: { host: new URL(endpoint).host, Authorization: tokens.admin },
      });
      const { code, printed } = await smoke(['--endpoint', wrong.endpoint]);
      await wrong.close();
      expect(code).toBe(1);
      for (const { does, shows } of FAULTS)
        expect([does, shows.test(printed)]).toEqual([does, true]);
      expect(printed).toMatch(/^ {2}kept +page-tokens .*; 1 stopped by the firewall$/m);
      expect(printed).toContain('The contract is NOT kept: ');
      expect(printed).not.toContain('eyJ');
    },
  );

  test(
    'has the patience that a network needs, and takes a service without introspection',
    { timeout: A_RUN_MS },
    async () => {
      const far = await startWrongServer({
        endpoint,
        realtime: realtimeOf(endpoint),
        ca: readFileSync(certificate, 'utf8'),
        authorization: ({ authorization }) => authorization,
        answer: ({ query }, answered) => (query.includes('__schema') ? HIDDEN_SCHEMA : answered),
        delayMs: 400,
      });
      const parts = 'masking,schema,subscriptions,requests';
      const { code, printed } = await smoke(['--endpoint', far.endpoint, '--only', parts]);
      await far.close();
      expect(printed).toMatch(/^ {2}left out +schema +0 of 0; 1 left out: introspection is off$/m);
      expect(printed).toContain('The contract is kept: ');
      expect(code).toBe(0);
    },
  );

  test(
    'says what is missing or wrong before it asks, in a sentence',
    { timeout: A_RUN_MS },
    async () => {
      const server = createServer((_, response) => response.writeHead(404).end('<h1>Nothing</h1>'));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const other = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
      const cases: readonly (readonly [readonly string[], Record<string, string>, RegExp])[] = [
        [[], {}, /^--endpoint is missing/m],
        [['--endpoint', tokens.admin], {}, /^--endpoint is <token>; use https/m],
        [['--bearer', tokens.admin], {}, /^There is an argument that is not known/m],
        [['--endpoint', 'http://example.com/graphql'], {}, /^--endpoint is http:.*use https/m],
        [
          ['--endpoint', endpoint],
          { MEETASSIST_TOKEN: '' },
          /token is missing: set MEETASSIST_TOKEN/,
        ],
        [['--endpoint', endpoint], { MEETASSIST_TOKEN: 'secret' }, /is none of Cognito's/],
        [
          ['--endpoint', endpoint],
          { MEETASSIST_TOKEN: tokens.expired },
          /refused: Token has expired/,
        ],
        [
          ['--endpoint', endpoint],
          { MEETASSIST_TOKEN: tokens.analyst },
          /a user who is in analyst\.$/m,
        ],
        [['--endpoint', endpoint], { NODE_EXTRA_CA_CERTS: '' }, /does not answer: .* not trusted/],
        [['--endpoint', `${other}/graphql`], {}, /answers HTTP 404, but not as a GraphQL API does/],
        [['--endpoint', endpoint, '--only', 'nothing'], {}, /^--only names nothing; there are/m],
        [['--endpoint', endpoint, '--rate', '0'], {}, /^--rate is 0/m],
      ];
      for (const [args, env, sentence] of cases) {
        const { code, printed } = await smoke(args, env);
        expect(printed).toMatch(sentence);
        expect(printed).not.toMatch(/eyJ|secret\b/);
        expect(code).toBe(2);
      }
      server.close();
      await once(server, 'close');
    },
  );
});
