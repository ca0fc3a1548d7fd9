import { type Browser, type Page } from 'playwright-core';

/** GraphiQL in a browser window of its own, driven as a person would. */
export interface GraphiqlPage {
  readonly page: Page;
  /** What a person with open developer tools would worry about: errors, failed requests, requests to other hosts. */
  readonly worries: readonly string[];
  /** Opens a saved operation in a new tab; resolves when it stands in the editors. */
  open(operation: string): Promise<void>;
  /** Runs the operation of the current tab and returns what the response editor shows. */
  run(): Promise<string>;
  /** Starts the operation of the current tab, a subscription; nothing is to be awaited. */
  start(): Promise<void>;
  callAs(persona: string): Promise<void>;
  /** The text of an editor, also the part that is scrolled out of sight. */
  text(editor: 'query' | 'variables' | 'response'): Promise<string>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

const editors = {
  query: '.graphiql-query-editor',
  variables: '.graphiql-editor-tool',
  response: '.graphiql-response',
};

/** Opens the page at `url`, a stack's address ending in `/`, with an empty profile. */
export async function openGraphiql(
  browser: Browser,
  url: string,
  viewport = { width: 1280, height: 800 },
): Promise<GraphiqlPage> {
  const context = await browser.newContext({ viewport });
  // Below the tests' own limit, so that the failure names what was waited for.
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const worries = listen(page, new URL(url).origin);

  const text: GraphiqlPage['text'] = editor =>
    page.evaluate<string>(
      `document.querySelector('${editors[editor]} .CodeMirror').CodeMirror.getValue()`,
    );

  const ready = async (): Promise<void> => {
    await page.locator('.graphiql-query-editor .cm-def').first().waitFor();
    if (viewport.width > 760) await page.getByRole('heading', { name: 'Operations' }).waitFor();
  };
  await page.goto(url);
  await ready();
  return {
    page,
    worries,
    text,
    async open(operation) {
      const tabs = page.locator('.graphiql-tab-button');
      const before = await tabs.count();
      await page.locator(`[data-operation="${operation}"]`).click();
      await tabs.nth(before).waitFor();
      // The tab's title comes from the operation in its editor.
      await page.locator('.graphiql-tab-active', { hasNotText: '<untitled>' }).waitFor();
    },
    async run() {
      const answered = page.waitForResponse(response => response.url().endsWith('/graphql'));
      await page.locator('.graphiql-execute-button').click();
      await (await answered).finished();
      // Asked again and again from here: the page's policy keeps it from evaluating a condition of ours.
      for (;;) {
        const shown = await text('response');
        if (shown !== '') return shown;
        await page.waitForTimeout(20);
      }
    },
    async start() {
      await page.locator('.graphiql-execute-button').click();
    },
    async callAs(persona) {
      await page.getByLabel('Calling as').selectOption(persona);
    },
    async reload() {
      await page.reload();
      await ready();
    },
    close: () => context.close(),
  };
}

function listen(page: Page, origin: string): string[] {
  const worries: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') worries.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => worries.push(`uncaught: ${error.message}`));
  page.on('requestfailed', request => worries.push(`failed: ${request.url()}`));
  page.on('request', request => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:') worries.push(`foreign: ${url.href}`);
  });
  return worries;
}
