import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { LOCAL_PASSWORD } from '../../local/identity/personas.ts';
import { type ClientStack, startClientStack } from '../clients/support.ts';
import { chromiumTimeoutMs, startChromium } from '../support/chromium.ts';

/** What an application does, with Amplify as it is; the page calls these by name. */
const APPLICATION = `
  import { Amplify } from 'aws-amplify';
  import { generateClient } from 'aws-amplify/api';
  import { fetchAuthSession, getCurrentUser, signIn, signOut } from 'aws-amplify/auth';
  const { stack } = Object.fromEntries(new URLSearchParams(location.search));
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: 'local_meetassist',
        userPoolClientId: 'meetassistadminlocal',
        userPoolEndpoint: stack,
      },
    },
    API: {
      GraphQL: {
        endpoint: stack + 'graphql',
        region: 'ap-southeast-1',
        defaultAuthMode: 'userPool',
      },
    },
  });
  const client = generateClient();
  window.application = {
    signIn: input => signIn(input).catch(({ name, message }) => ({ name, message })),
    signOut: () => signOut(),
    me: () => client.graphql({ query: '{ me { username personas } }' }).then(({ data }) => data.me),
    username: () => getCurrentUser().then(({ username }) => username, () => null),
    refreshed: async () => {
      const id = ({ tokens }) => tokens?.accessToken.payload.jti;
      const before = id(await fetchAuthSession());
      const after = id(await fetchAuthSession({ forceRefresh: true }));
      return { before, after };
    },
  };
`;

let stack: ClientStack;
let browser: Browser;
let host: Server;
let page: Page;

beforeAll(async () => {
  const bundled = await build({
    stdin: { contents: APPLICATION, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
  });
  const script = bundled.outputFiles[0]?.text ?? '';
  host = createServer((request, response) => {
    const isScript = request.url === '/application.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script src="/application.js"></script>');
  });
  await new Promise<void>(resolve => host.listen(0, '127.0.0.1', resolve));
  stack = await startClientStack();
  browser = await startChromium();
}, chromiumTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  host?.closeAllConnections();
  host?.close();
});

beforeEach(async () => {
  page = await browser.newPage();
});
afterEach(() => page.close());

async function open(hostname: string): Promise<void> {
  const { port } = host.address() as AddressInfo;
  await page.goto(`http://${hostname}:${port}/?stack=${encodeURIComponent(stack.url)}`);
}

function run(name: string, input?: unknown): Promise<unknown> {
  return page.evaluate(
    ([of, given]) => {
      const { application } = globalThis as unknown as {
        readonly application: Record<string, (input: unknown) => Promise<unknown>>;
      };
      return application[String(of)]?.(given);
    },
    [name, input],
  );
}

test('an application on another port of this machine signs in, asks, refreshes, reloads and signs out', async () => {
  await open('localhost');
  expect(await run('signIn', { username: 'scheduler', password: LOCAL_PASSWORD })).toEqual({
    isSignedIn: true,
    nextStep: { signInStep: 'DONE' },
  });
  const me = { username: 'scheduler', personas: ['SCHEDULER'] };
  expect(await run('me')).toEqual(me);
  const { before, after } = (await run('refreshed')) as Record<string, unknown>;
  expect(after).toEqual(expect.any(String));
  expect(after).not.toBe(before);
  await page.reload();
  expect(await run('me')).toEqual(me);
  await run('signOut');
  expect(await run('username')).toBeNull();
});

test('a wrong password is said to the application in the words of Cognito', async () => {
  await open('127.0.0.1');
  expect(await run('signIn', { username: 'scheduler', password: 'guessed' })).toEqual({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
  expect(await run('username')).toBeNull();
});
