import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../local/identity/sigv4.ts';
import { type Stack, startStack } from '../../local/stack.ts';

const CLIENT = path.join(import.meta.dirname, '../fixtures/realtime/secure-client.ts');

let directory: string;
let stack: Stack;
const lines: string[] = [];
const NOW = Date.parse('2025-03-05T09:00:00+07:00');
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-tls-stack-'));
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(directory, 0o755);
  stack = await startStack({
    port: 0,
    dataDir: directory,
    importFrom: path.join(import.meta.dirname, '../../samples/original'),
    reset: false,
    durable: false,
    tls: true,
    now: new Date(NOW),
    log: line => void lines.push(line),
  });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** What the client prints that books on that day, or Node's code for why it got no answer. */
async function run(url: string, certificate: string | null, date = '2025-03-12'): Promise<string> {
  const env = { ...process.env };
  delete env['NODE_EXTRA_CA_CERTS'];
  delete env['NODE_TLS_REJECT_UNAUTHORIZED'];
  if (certificate !== null) env['NODE_EXTRA_CA_CERTS'] = certificate;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [CLIENT, url, date], {
      env,
      timeout: 15_000,
    });
    return stdout;
  } catch (cause) {
    return /code: '(\w+)'/.exec(String(cause))?.[1] ?? String(cause);
  }
}

test('--tls: a program that trusts the printed certificate asks, changes and is told, over https and wss', async () => {
  expect(stack.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/);
  for (const [host, date] of [
    ['127.0.0.1', '2025-03-12'],
    ['localhost', '2025-03-13'],
  ] as const) {
    const url = stack.url.replace('127.0.0.1', host);
    expect(JSON.parse(await run(url, stack.certificate, date))).toEqual({
      data: { onAppointmentChanged: { date, status: 'PENDING' } },
    });
  }
});

test('--tls: one that does not trust it, or speaks plain http, gets no answer', async () => {
  expect(await run(stack.url, null)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(await run(stack.url.replace('https', 'http'), stack.certificate)).toMatch(
    /^(ECONNRESET|UND_ERR_SOCKET)$/,
  );
});

test('--tls: rules call the API over https, and trust its certificate', async () => {
  const events = new EventBridgeClient({
    region: 'ap-southeast-1',
    endpoint: stack.eventsUrl,
    credentials: LOCAL_CREDENTIALS,
    systemClockOffset: NOW - Date.now(),
  });
  await events.send(new EnableRuleCommand({ Name: 'MeetAssist-ArchiveSchedule' }));
  events.destroy();
  stack.setClock(new Date(NOW + 60 * 60_000));
  const called = (field: string): boolean =>
    lines.some(line => line.startsWith('200 ') && line.includes(`Mutation.${field} →`));
  while (!called('announceArchiveRun')) await new Promise(resolve => setTimeout(resolve, 50));
  expect(called('runArchive')).toBe(true);
  expect(lines.filter(line => line.startsWith('rule '))).toEqual([]);
});
