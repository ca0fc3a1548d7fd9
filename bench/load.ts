import { Agent, request } from 'node:http';
import { timesOf, type Times } from './measure.ts';

/** What a server did under load. */
export interface LoadResult extends Times {
  readonly requestsPerSecond: number;
  readonly failures: number;
}

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
  readonly milliseconds: number;
  /** Ends the load before its time. */
  readonly requests?: number;
  /** Whether an answer is right; a wrong one counts as a failure. */
  readonly accept: (body: string) => boolean;
}

/** Keeps every connection busy with the same POST for a while, or until so many have been sent. */
export async function underLoad(load: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const samples: number[] = [];
  let failures = 0;
  let left = load.requests ?? Infinity;
  const started = performance.now();
  const end = started + load.milliseconds;
  await Promise.all(
    Array.from({ length: load.connections }, async () => {
      while (performance.now() < end && left-- > 0) {
        const sent = performance.now();
        const answer = await post(agent, load).catch(() => '');
        samples.push(performance.now() - sent);
        if (!load.accept(answer)) failures++;
      }
    }),
  );
  agent.destroy();
  const seconds = (performance.now() - started) / 1000;
  return { ...timesOf(samples), requestsPerSecond: samples.length / seconds, failures };
}

function post(agent: Agent, { url, headers, body }: Load): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      response => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`status ${response.statusCode}`));
        });
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
