import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to the database on which things go wrong when they are told to. */
export interface Proxy {
  readonly port: number;
  /** How many connections were made through it. */
  readonly made: number;
  /** What is open carries nothing any more, in either direction, and says nothing of it: a path that was closed silently. */
  swallow(): void;
  /** What is open is reset. */
  reset(): void;
  /** What is open is ended, without a word of the server. */
  hangUp(): void;
  /** Resolves when nothing is open any more. */
  empty(): Promise<void>;
  /**
   * Resets a connection on which `text` is sent: before the server hears of it, or when the server has answered it and
   * the answer has not arrived. `times` it happens, then no more.
   */
  cut(text: string, when: 'unheard' | 'answered', times?: number): void;
  /** How often something was cut. */
  readonly cuts: number;
  /** How often `text` was sent. */
  sent(text: string): number;
  close(): Promise<void>;
}

interface Way {
  readonly near: Socket;
  readonly far: Socket;
}

export async function startProxy(target: { host: string; port: number }): Promise<Proxy> {
  const ways = new Set<Way>();
  let made = 0;
  let cuts = 0;
  const heard: Buffer[] = [];
  let cutting: { text: string; when: 'unheard' | 'answered'; left: number } | undefined;

  const server = createServer(near => {
    made += 1;
    const far = connect(target);
    const way: Way = { near, far };
    ways.add(way);
    let answering = false;
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    near.once('close', () => ways.delete(way));
    near.on('data', data => {
      heard.push(data);
      if (cutting && cutting.left > 0 && data.includes(cutting.text)) {
        cutting.left -= 1;
        cuts += 1;
        if (cutting.when === 'unheard') {
          near.resetAndDestroy();
          return end();
        }
        answering = true;
      }
      far.write(data);
    });
    far.on('data', data => {
      if (!answering) return void near.write(data);
      near.resetAndDestroy();
      end();
    });
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    get made() {
      return made;
    },
    get cuts() {
      return cuts;
    },
    swallow() {
      for (const { near, far } of ways) {
        for (const socket of [near, far]) socket.removeAllListeners('data').pause();
      }
    },
    reset() {
      for (const { near } of ways) near.resetAndDestroy();
    },
    hangUp() {
      for (const { near } of ways) near.end();
    },
    async empty() {
      await Promise.all([...ways].map(({ near }) => near.closed || once(near, 'close')));
    },
    cut(text, when, times = 1) {
      cutting = { text, when, left: times };
    },
    sent: text => Buffer.concat(heard).toString('latin1').split(text).length - 1,
    async close() {
      for (const { near, far } of ways) {
        near.destroy();
        far.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}
