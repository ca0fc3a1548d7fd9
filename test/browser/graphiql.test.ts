import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { chromiumTimeoutMs, startChromium } from '../support/chromium.ts';
import { type GraphiqlPage, openGraphiql } from '../support/graphiql-page.ts';

/** A Wednesday morning in the office. */
const now = new Date('2025-03-05T09:00:00+07:00');

const CANCEL = `mutation ($id: ID!) {
  cancelAppointment(id: $id, reason: "the customer called") {
    id date startTime status version consultant { id }
  }
}`;

/** For what the page does by itself, on a machine that is busy with other tests. */
const patience = { timeout: 10_000 };

let directory: string;
let stack: Stack;
let browser: Browser;
let graphiql: GraphiqlPage;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-graphiql-'));
  stack = await startStack({
    port: 0,
    dataDir: directory,
    demo: 'small',
    reset: false,
    durable: false,
    now,
    log: () => {},
  });
  browser = await startChromium();
}, chromiumTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  graphiql = await openGraphiql(browser, stack.url);
});

afterEach(async () => {
  await graphiql.close();
  stack.setClock(now);
});

describe('GraphiQL in a browser', () => {
  test('starts with the operations at the left and the start page ready to run', async () => {
    const { page } = graphiql;
    await expect(page.title()).resolves.toBe('MeetAssist Admin API');
    expect(await graphiql.text('query')).toContain('query StartPage');
    expect(JSON.parse(await graphiql.text('variables'))).toEqual({
      from: '2025-02-04',
      to: '2025-03-05',
    });
    expect(await graphiql.run()).toContain('"appointments"');
    expect(graphiql.worries).toEqual([]);
  });

  test('opens a saved operation, runs it, and shows names as they are written', async () => {
    const { page } = graphiql;
    await page.getByLabel('Filter the operations').fill('search appointments');
    await graphiql.open('appointments-search');
    expect(JSON.parse(await graphiql.text('variables'))).toEqual({
      search: 'Nguyen',
      nextToken: null,
    });
    expect(await graphiql.run()).toContain('Nguyễn');
    mkdirSync('test-output', { recursive: true });
    await page.screenshot({ path: 'test-output/graphiql.png' });
    expect(graphiql.worries).toEqual([]);
  });

  test('fills in an appointment that there is', async () => {
    await graphiql.open('appointment');
    const answer = JSON.parse(await graphiql.run()) as {
      data: { appointment: { feedback: { rating: number } } };
    };
    expect(answer.data.appointment.feedback.rating).toBeTypeOf('number');
  });

  test('says under the answer what the stack did for it', async () => {
    await graphiql.open('me');
    await graphiql.run();
    const footer = graphiql.page.locator('.answer');
    expect(await footer.textContent()).toMatch(
      /^HTTP 200 [\d,]+ bytes in [\d.]+ ms, of which [\d.]+ ms in the stack/,
    );
    await graphiql.open('appointments-today');
    await graphiql.run();
    expect(await footer.textContent()).toMatch(/Query\.appointments → api .*ms/);
  });

  test('calls the API as the chosen persona, and remembers the choice', async () => {
    const { page } = graphiql;
    await graphiql.open('customers');
    expect(await graphiql.run()).toMatch(/"email": "[a-z0-9._-]+@/);
    await graphiql.callAs('analyst');
    const masked = await graphiql.run();
    expect(masked).toContain('"email": "');
    expect(masked).not.toMatch(/"email": "[a-z0-9._-]+@/);

    await graphiql.reload();
    expect(await page.getByLabel('Calling as').inputValue()).toBe('analyst');
    expect(graphiql.worries).toEqual([]);
  });

  test('shows how the API refuses a caller without a token, and the docs all the same', async () => {
    const { page } = graphiql;
    await graphiql.callAs('anonymous');
    expect(await graphiql.run()).toContain('"UnauthorizedException"');
    expect(await page.locator('.answer').textContent()).toContain('HTTP 401');

    await graphiql.reload();
    await page.getByLabel('Show Documentation Explorer').click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click();
    await page
      .locator('.graphiql-doc-explorer')
      .getByText('consultantCandidates', { exact: true })
      .waitFor();
  });

  test('shows how the API refuses a signed-in user in no group', async () => {
    await graphiql.callAs('none');
    expect(await graphiql.run()).toContain('"Unauthorized"');
  });

  test('gets a new token when the one it has is no longer good', async () => {
    expect(await graphiql.run()).toContain('"overview"');
    stack.setClock(new Date(now.getTime() + 30 * 86_400_000));
    expect(await graphiql.run()).toContain('"overview": {');
    expect(await graphiql.page.locator('.answer').textContent()).toContain('HTTP 200');
  });

  test("keeps to its own policy when GraphiQL's dialogs open", async () => {
    const { page } = graphiql;
    await page.getByLabel('Open settings dialog').click();
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.keyboard.press('Escape');
    await page.getByLabel('Open short keys dialog').click();
    await page.keyboard.press('Escape');
    expect(graphiql.worries).toEqual([]);
  });

  test('shows what a subscription delivers, as soon as somebody changes an appointment', async () => {
    const { page } = graphiql;
    await graphiql.open('appointments-changing');
    await graphiql.start();
    await expect.poll(() => stack.api.subscriptions(), patience).toBe(1);
    const { id, version } = await aPendingAppointment();
    await ask(CANCEL, { id });
    await expect.poll(() => graphiql.text('response'), patience).toContain('"CANCELLED"');
    expect(JSON.parse(await graphiql.text('response'))).toMatchObject({
      data: { onAppointmentChanged: { id, status: 'CANCELLED', version: version + 1 } },
    });
    mkdirSync('test-output', { recursive: true });
    await page.screenshot({ path: 'test-output/graphiql-subscription.png' });

    await page.getByLabel('Stop query (Ctrl-Enter)').click();
    await expect.poll(() => stack.api.subscriptions(), patience).toBe(0);
    expect(graphiql.worries).toEqual([]);
  });

  test('may open sockets to its own host, and to no other', async () => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const sockets = (host: string) =>
      graphiql.page.evaluate<string>(`new Promise(resolve => {
        const socket = new WebSocket('ws://${host}/graphql/realtime', ['graphql-ws']);
        document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective));
        socket.onopen = socket.onmessage = () => resolve('open');
      })`);
    expect(await sockets(new URL(stack.url).host)).toBe('open');
    const { port } = other.address() as AddressInfo;
    expect(await sockets(`127.0.0.1:${port}`)).toBe('connect-src');
    await new Promise(resolve => other.close(resolve));
  });

  test('can be used in a narrow window', async () => {
    const narrow = await openGraphiql(browser, stack.url, { width: 400, height: 800 });
    await narrow.callAs('scheduler');
    expect(await narrow.run()).toContain('"overview"');
    await narrow.page.getByLabel('Show Operations').click();
    await narrow.open('timeslots-free');
    const width = await narrow.page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBe(400);
    await narrow.close();
  });
});

/** Asks the stack over HTTP, beside the page. */
async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${stack.url}graphql`, {
    method: 'POST',
    headers: { Authorization: await stack.token('admin'), 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

async function aPendingAppointment(): Promise<{ id: string; version: number }> {
  interface Page {
    readonly appointments: { readonly items: readonly { id: string; version: number }[] };
  }
  const { appointments } = await ask<Page>(
    '{ appointments(filter: { statuses: [PENDING], from: "2025-03-06" }, limit: 1) { items { id version } } }',
  );
  const [first] = appointments.items;
  if (!first) throw new Error('The demo data have no pending appointment in the days to come.');
  return first;
}
