import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../../local/stack.ts';
import { help, readOptions } from '../../scripts/drill/options.ts';
import { apiClient } from '../support/api/client.ts';

const root = path.join(import.meta.dirname, '../..');
const NOW = new Date('2026-03-05T08:30:00+07:00');
const A_RUN_MS = 60_000;

let directory: string;
let stack: Stack;
let endpoint: string;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-drill-'));
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(directory, 0o755);
  stack = await startStack({
    port: 0,
    dataDir: directory,
    importFrom: path.join(root, 'samples/original'),
    reset: false,
    durable: false,
    now: NOW,
    log: () => {},
  });
  endpoint = `${stack.url}graphql`;
});
afterAll(async () => {
  await stack?.stop();
  await rm(directory, { recursive: true, force: true });
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The script as `npm run drill` starts it. */
function drill(args: readonly string[], token?: string): Promise<Run> {
  const env = { PATH: process.env['PATH'], MEETASSIST_TOKEN: token };
  const command = [path.join(root, 'scripts/disaster-drill.ts'), ...args];
  return new Promise(resolve => {
    execFile(process.execPath, command, { cwd: root, env }, (error, out, err) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, out, err });
    });
  });
}

async function archived(): Promise<void> {
  const client = apiClient(stack.url);
  const { runArchive } = await client.data<{ runArchive: { id: string } }>(
    'mutation { runArchive { id } }',
  );
  const status = async (): Promise<string> => {
    const query = 'query Run($id: ID!) { archiveRun(id: $id) { status } }';
    const variables = { id: runArchive.id };
    const { archiveRun } = await client.data<{ archiveRun: { status: string } }>(query, {
      variables,
    });
    return archiveRun.status;
  };
  await expect.poll(status, { timeout: 30_000 }).toBe('SUCCEEDED');
}

test(
  'without an archive the drill fails, and says why',
  async () => {
    const { code, out } = await drill(['--endpoint', endpoint], await stack.token('admin'));
    expect(out).toContain('error      there is no archive in');
    expect(out).toContain('would NOT bring everything back');
    expect(code).toBe(1);
  },
  A_RUN_MS,
);

test(
  'everything comes back, and both targets are printed beside what was measured',
  async () => {
    await archived();
    const { code, out } = await drill(['--endpoint', endpoint], await stack.token('admin'));
    expect(out).toMatch(/restored +[\d.]+ s +target \(RTO\) 600 s +kept/);
    expect(out).toMatch(/would lose \d+ s +target \(RPO\) 900 s +kept/);
    expect(out).toMatch(/identical +yes/);
    expect(code).toBe(0);
  },
  A_RUN_MS,
);

test(
  'an archive older than the target is a failure',
  async () => {
    stack.setClock(new Date(NOW.getTime() + 3 * 3_600_000));
    const { code, out } = await drill(
      ['--endpoint', endpoint, '--rpo', '7200'],
      await stack.token('admin'),
    );
    stack.setClock(NOW);
    expect(out).toMatch(/would lose 1\d{4} s +target \(RPO\) 7200 s +MISSED/);
    expect(out).toMatch(/identical +yes/);
    expect(code).toBe(1);
  },
  A_RUN_MS,
);

test(
  'a slower restore than the target is a failure',
  async () => {
    const { code, out } = await drill(
      ['--endpoint', endpoint, '--rto', '0'],
      await stack.token('admin'),
    );
    expect(out).toMatch(/restored +[\d.]+ s +target \(RTO\) 0 s +MISSED/);
    expect(code).toBe(1);
  },
  A_RUN_MS,
);

test(
  'an object that is gone is a failure, and named',
  async () => {
    const { url, bucket, credentials } = stack.s3;
    const s3 = new S3Client({
      ...{ endpoint: url, region: 'ap-southeast-1', credentials, forcePathStyle: true },
    });
    const listed = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'archive/customer/' }),
    );
    const Key = listed.Contents?.[0]?.Key;
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    const { code, out } = await drill(['--endpoint', endpoint], await stack.token('admin'));
    expect(out).toContain(`${Key}`);
    expect(out).toContain('would NOT bring everything back');
    expect(code).toBe(1);
  },
  A_RUN_MS,
);

test.for(['scheduler', 'none'] as const)('%s may not ask for a drill', async persona => {
  const token = await stack.token(persona);
  const { code, out, err } = await drill(['--endpoint', endpoint], token);
  expect(err).toMatch(/refuses: Not Authorized/);
  expect(out + err).not.toContain(token);
  expect(code).toBe(2);
});

test('an endpoint that does not answer, and one that is no API, are told apart', async () => {
  const token = await stack.token('admin');
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  await new Promise(resolve => gone.close(resolve));
  const closed = await drill(['--endpoint', `http://127.0.0.1:${port}/graphql`], token);
  expect(closed.err).toMatch(/does not answer: ECONNREFUSED/);
  expect(closed.code).toBe(2);
  const page = await drill(['--endpoint', stack.url], token);
  expect(page.err).toMatch(/not as a GraphQL API does/);
  expect(page.code).toBe(2);
});

test('it waits no longer than it was told for a drill that does not end', async () => {
  // A drill of the stack would end at its own time; this one never does.
  const job = { id: '7', status: 'RUNNING', error: null, drill: null };
  const server = createServer((_, answer) =>
    answer.end(JSON.stringify({ data: { restoreDrill: { id: '7' }, job } })),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/graphql`;
  const { code, err } = await drill(['--endpoint', url, '--patience', '0'], 'a.b.c');
  server.close();
  expect(err).toBe('The drill 7 is RUNNING after 0 s; `job(id: "7")` tells its end.\n');
  expect(code).toBe(2);
});

test.for([
  [['--endpoint', 'http://api.example.org/graphql'], {}, /http on this machine only/],
  [['--endpoint', 'https://a.example.org/graphql'], {}, /token is missing/],
  [[], { MEETASSIST_TOKEN: 't' }, /--endpoint is missing/],
  [
    ['--endpoint', 'https://a.example.org/graphql', '--rto', 'soon'],
    { MEETASSIST_TOKEN: 't' },
    /--rto is soon/,
  ],
  [['--tokne', 'secret'], {}, /not known/],
] as const)('%j is refused with a sentence', ([args, env, sentence]) => {
  const command = readOptions(args, env);
  expect(command.kind === 'refused' && command.sentence).toMatch(sentence);
  expect(JSON.stringify(command)).not.toContain('secret');
});

test('--help names every option', () => {
  expect(readOptions(['--help'], {})).toEqual({ kind: 'help' });
  for (const option of ['endpoint', 'token', 'rto', 'rpo', 'patience', 'help']) {
    expect(help).toContain(`--${option} `);
  }
});
