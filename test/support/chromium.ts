import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Time for the slowest case, in which Debian's package is downloaded and installed first. */
export const chromiumTimeoutMs = 600_000;

/**
 * Starts a headless Chromium with an empty profile: the one that the environment variable CHROMIUM names, or the
 * machine's. As root on Debian or Ubuntu it is installed when there is none. Throws a sentence that says what to
 * install when it finds none and can install none.
 */
export async function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium() ?? installChromium(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPrograms = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (isProgram(named)) return named;
    throw new Error(
      `CHROMIUM is ${named}, which is no program. Set it to Chromium's or Chrome's, or leave it unset.`,
    );
  }
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(path.delimiter)];
  const places = folders.flatMap(folder => programs.map(program => path.join(folder, program)));
  return [...places, ...macPrograms].find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installChromium(): string {
  const sentence =
    'The browser tests need Chromium or Chrome and found none. Install Debian\'s package "chromium" ' +
    '(apt-get install chromium), or set CHROMIUM to the path of a Chromium or Chrome.';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(sentence);
  try {
    aptGet('update');
    aptGet('install', '--yes', '--no-install-recommends', 'chromium');
  } catch (cause) {
    throw new Error(`${sentence} Installing it with apt-get failed.`, { cause });
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error(sentence);
  return installed;
}

/** Waits for another apt-get that is at work. */
function aptGet(...command: readonly string[]): void {
  execFileSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
