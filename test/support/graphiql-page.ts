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
  callAs(persona: string): Promise<void>;
  /** The text of an editor, also the part that is scrolled out of sight. */
  text(editor: 'query' | 'variables' | 'response'): Promise<string>;
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
  const page = await context.newPage();
  const worries = listen(page, new URL(url).origin);

  const text: GraphiqlPage['text'] = editor =>
    page.evaluate<string>(
      `document.querySelector('${editors[editor]} .CodeMirror').CodeMirror.getValue()`,
    );

  await page.goto(url);
  await page.locator('.graphiql-query-editor .cm-def').first().waitFor();
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
      await page.waitForFunction(
        `document.querySelector('${editors.response} .CodeMirror').CodeMirror.getValue() !== ''`,
      );
      return text('response');
    },
    async callAs(persona) {
      await page.getByLabel('Calling as').selectOption(persona);
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
