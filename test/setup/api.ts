import { fork, type ChildProcess } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestProject } from 'vitest/node';
import { type Connection } from '../../local/database.ts';
import { localTarget } from '../contract/support/local-target.ts';
import { leaksIn } from '../support/api/leaks.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly apiStack: ApiStack;
  }
}

/** How tests reach the stack that they share. Plain data, for it travels to the test workers. */
export interface ApiStack {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  readonly owner: Connection;
  readonly dataDir: string;
  /** Files with every line that the stack and its database print. */
  readonly output: readonly string[];
}

/** What tests over HTTP share: {@link startShared}, of the sources. */
export const setup = ({ provide }: TestProject): Promise<() => Promise<void>> =>
  startShared(provide);

/**
 * One stack with the small office for all tests over HTTP. When they are over, everything that it printed meanwhile is
 * looked through: P-23. `from` is a folder with the templates that it runs.
 */
export async function startShared(
  provide: TestProject['provide'],
  from?: string,
): Promise<() => Promise<void>> {
  // A name that the next run knows how to tidy up after, when this one is killed.
  const dataDir = mkdtempSync(path.join(tmpdir(), 'meetassist-test-api-'));
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(dataDir, 0o755);
  const printed = `${dataDir}.log`;
  const output = [printed, path.join(dataDir, 'postgres/server.log')];
  const stack = startProcess(dataDir, printed, from);
  const stop = async (): Promise<void> => {
    if (stack.connected) stack.disconnect();
    await ended(stack);
  };
  const tidyUp = async (): Promise<void> => {
    for (const place of [dataDir, printed]) await rm(place, { recursive: true, force: true });
  };
  try {
    const { url, owner } = await ready(stack, printed);
    provide('apiStack', { url, owner, dataDir, output });
    provide('contract', await localTarget(url, dataDir));
  } catch (cause) {
    await stop();
    await tidyUp();
    throw cause;
  }
  return async () => {
    await stop();
    const leaks = output.flatMap(file => leaksIn(readFileSync(file, 'utf8')));
    await tidyUp();
    if (leaks.length > 0) {
      process.exitCode = 1;
      throw new Error(
        `The stack printed what belongs in no log:\n${[...new Set(leaks)].slice(0, 20).join('\n')}`,
      );
    }
  };
}

function startProcess(dataDir: string, printed: string, from?: string): ChildProcess {
  const file = openSync(printed, 'w');
  const started = fork(
    path.join(import.meta.dirname, 'api-process.ts'),
    from === undefined ? [dataDir] : [dataDir, from],
    {
      env: { ...process.env, TZ: 'Pacific/Chatham' },
      execArgv: [],
      stdio: ['ignore', file, file, 'ipc'],
    },
  );
  closeSync(file);
  return started;
}

function ready(stack: ChildProcess, printed: string): Promise<Pick<ApiStack, 'url' | 'owner'>> {
  return new Promise((resolve, reject) => {
    stack.once('message', message => resolve(message as Pick<ApiStack, 'url' | 'owner'>));
    stack.once('exit', () => {
      reject(new Error(`The stack did not start:\n${readFileSync(printed, 'utf8')}`));
    });
  });
}

function ended(stack: ChildProcess): Promise<void> {
  if (stack.exitCode !== null || stack.signalCode !== null) return Promise.resolve();
  return new Promise(resolve => stack.once('exit', () => resolve()));
}
