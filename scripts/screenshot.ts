/** Draws docs/graphiql.png, the README's picture of GraphiQL, from a stack of its own with demo data. */
import { mkdtempSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startStack } from '../local/stack.ts';
import { startChromium } from '../test/support/chromium.ts';
import { openGraphiql } from '../test/support/graphiql-page.ts';

const picture = path.join(import.meta.dirname, '../docs/graphiql.png');
const largestBytes = 200_000;

const directory = mkdtempSync(path.join(tmpdir(), 'meetassist-screenshot-'));
const stack = await startStack({
  port: 0,
  dataDir: directory,
  demo: 'small',
  reset: false,
  durable: false,
  log: () => {},
  // Always the same day, so that the picture changes only when the page does.
  now: new Date('2025-03-05T09:00:00+07:00'),
});
try {
  const browser = await startChromium();
  try {
    const { page, open, run } = await openGraphiql(browser, stack.url, {
      width: 1200,
      height: 720,
    });
    await page.getByLabel('Filter the operations').fill('search');
    await open('appointments-search');
    // The first answer pays for connections and plans; the second shows the usual times.
    await run();
    await run();
    // Without the caret and the button's focus ring.
    await page.locator('.graphiql-execute-button').blur();
    await page.mouse.move(640, 20);
    await page.screenshot({ path: picture, animations: 'disabled', caret: 'hide' });
  } finally {
    await browser.close();
  }
} finally {
  await stack.stop();
  await rm(directory, { recursive: true, force: true });
}

const { size } = statSync(picture);
console.log(`docs/graphiql.png, ${size.toLocaleString('en')} bytes`);
if (size > largestBytes) {
  console.error(
    `That is more than the ${largestBytes.toLocaleString('en')} the README should load.`,
  );
  process.exitCode = 1;
}
