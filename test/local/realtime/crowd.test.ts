import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type TestApi } from '../appsync/support.ts';
import { Client, notesApi, startRealtime } from './support.ts';

/** Both ends of a connection are in this process, which needs files of its own too. */
const CROWD = Math.min(2_500, Math.floor((openFiles() - 200) / 2));

/** For what takes as long as the machine is busy. */
const patience = { timeout: 60_000, interval: 50 };

const NOTES = 'subscription { onNote { id } }';
const WRITE = 'mutation ($id: ID!) { write(id: $id) { id } }';

let api: TestApi;
beforeAll(async () => {
  api = await notesApi();
});

describe(`${CROWD} connections`, { timeout: 120_000 }, () => {
  test('are served, each hears each note once, and nothing of them stays', async () => {
    const sockets = openSockets();
    const server = await startRealtime(api);
    const { realtime, hand } = server;
    const clients = await crowd(server.url, CROWD);
    const answers = await Promise.all(clients.map(client => client.started('1', NOTES)));
    expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(['start_ack']));
    expect([realtime.connections(), api.subscriptions()]).toEqual([CROWD, CROWD]);
    // For each connection its end after a day, and its ka.
    expect(hand.size).toBe(CROWD * 2);

    await api.ask(WRITE, { id: 'n1' });
    await api.ask(WRITE, { id: 'n2' });
    const heard = await Promise.all(clients.map(client => client.settled()));
    const notes = heard.map(frames => frames.filter(({ type }) => type === 'data'));
    expect(new Set(notes.map(each => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify(['n1', 'n2'].map(noteFrame))]),
    );

    // One says stop, one closes, one is gone without a word; the others are ended by the server.
    for (const [index, client] of clients.entries()) {
      if (index % 4 === 0) client.send({ id: '1', type: 'stop' });
      if (index % 4 === 1) client.socket.close();
      if (index % 4 === 2) client.socket.terminate();
    }
    const others = clients.filter((_, index) => index % 4 === 3).length;
    await expect.poll(() => api.subscriptions(), patience).toBe(others);
    await server.stop();
    await Promise.all(clients.map(client => client.closed));
    await expect
      .poll(() => [realtime.connections(), api.subscriptions(), hand.size], patience)
      .toEqual([0, 0, 0]);
    await expect.poll(openSockets, patience).toBe(sockets);
  });

  test('with a hundred subscriptions of one connection beside them: the next is refused, and the crowd goes on', async () => {
    const server = await startRealtime(api);
    const clients = await crowd(server.url, Math.floor(CROWD / 5));
    const [greedy, ...modest] = clients;
    if (!greedy) throw new Error('nobody came');
    for (let id = 0; id < 103; id += 1) greedy.start(String(id), NOTES);
    const answers = await greedy.settled();
    const refused = answers.filter(({ type }) => type === 'error');
    expect(refused).toEqual(
      ['100', '101', '102'].map(id => ({
        id,
        type: 'error',
        payload: {
          errors: [
            {
              errorType: 'MaxSubscriptionsReachedError',
              message: 'Max number of 100 subscriptions reached',
            },
          ],
        },
      })),
    );
    const acks = await Promise.all(modest.map(client => client.started('1', NOTES)));
    expect(acks.every(({ type }) => type === 'start_ack')).toBe(true);
    expect(api.subscriptions()).toBe(100 + modest.length);
    await server.stop();
    await Promise.all(clients.map(client => client.closed));
    await expect.poll(() => api.subscriptions(), patience).toBe(0);
  });
});

describe('a process that may open few files', () => {
  let child: ChildProcess;
  afterEach(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });

  test('turns away whom it cannot take, serves the others, and takes new ones when they have gone', async () => {
    const program = path.join(import.meta.dirname, '../../fixtures/realtime/server.ts');
    child = spawn('/bin/sh', ['-c', `ulimit -n 120; exec "$0" "$1"`, process.execPath, program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (!child.stdout) throw new Error('the process has no output');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = line.toString().trim();

    const clients = Array.from({ length: 200 }, () => new Client(url));
    await Promise.all(
      clients.map(({ socket, closed }) => Promise.race([once(socket, 'open'), closed])),
    );
    const taken = clients.filter(({ socket }) => socket.readyState === socket.OPEN);
    expect(taken.length).toBeGreaterThan(10);
    expect(taken.length).toBeLessThan(120);
    const acks = await Promise.all(taken.map(client => client.started('1', NOTES)));
    expect(acks.every(({ type }) => type === 'start_ack')).toBe(true);

    for (const { socket } of clients) socket.terminate();
    await expect
      .poll(async () => {
        const client = new Client(url);
        const open = once(client.socket, 'open').then(() => client.started('1', NOTES));
        const answer = await Promise.race([open, client.closed]);
        client.socket.terminate();
        return typeof answer === 'object' && answer['type'];
      }, patience)
      .toBe('start_ack');
    expect(child.exitCode).toBeNull();
  });
});

/** Opens connections some at a time, as many as wait to be accepted at once without being dropped. */
async function crowd(url: string, size: number): Promise<readonly Client[]> {
  const clients: Client[] = [];
  while (clients.length < size) {
    const next = Math.min(100, size - clients.length);
    clients.push(...(await Promise.all(Array.from({ length: next }, () => Client.connected(url)))));
  }
  return clients;
}

function noteFrame(id: string): object {
  return { id: '1', type: 'data', payload: { data: { onNote: { id } } } };
}

/** How many connections this process holds, of any kind. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length;
}

function openFiles(): number {
  const report = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft: number | 'unlimited' } };
  };
  const soft = report.userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : 1_024;
}
