import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../../local/identity/sigv4.ts';
import { type RereadBytes } from '../../../services/s3/bucket.ts';
import { createBucket } from '../../../services/s3/client.ts';

/** What S3 is asked before it is sent a large body (`Expect: 100-continue`), it may refuse before it has a byte of it. */
type Refusal = (server: Server) => void;

const answering =
  (status: number, code: string): Refusal =>
  server =>
    server.on('checkContinue', (_, answer) => {
      answer.writeHead(status, { 'content-type': 'application/xml' });
      answer.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
    });

const PIECE = Buffer.alloc(1 << 20, 'đ,"');
const PIECES = 9;

/** Bytes that say how often they were opened, and how often somebody has let go of them. */
function source(piece: (number: number) => Buffer = () => PIECE) {
  const counts = { opened: 0, closed: 0 };
  const md5 = createHash('md5');
  for (let i = 0; i < PIECES; i++) md5.update(PIECE);
  const body: RereadBytes = {
    bytes: PIECES * PIECE.length,
    md5: md5.digest('hex'),
    async *open() {
      counts.opened += 1;
      await Promise.resolve();
      try {
        for (let i = 0; i < PIECES; i++) yield piece(i);
      } finally {
        counts.closed += 1;
      }
    },
  };
  return { counts, body };
}

/** Sends them to a server that behaves so; gives what came of it. */
async function sentTo(refusal: Refusal, body: RereadBytes): Promise<unknown> {
  const server = createServer((request, answer) => {
    request.resume().on('end', () => answer.setHeader('etag', `"${body.md5}"`).end());
  });
  refusal(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const at = { name: 'b', region: 'ap-southeast-1', endpoint, credentials: LOCAL_CREDENTIALS };
  try {
    return await createBucket(at)
      .create('k', body, 'text/csv')
      .catch((error: unknown) => error);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('P-03: what is read again to be sent', () => {
  test.for([
    ['is refused', answering(503, 'SlowDown'), 'SlowDown (503)', 3],
    ['is denied', answering(403, 'AccessDenied'), 'AccessDenied (403)', 1],
    [
      'meets a lost connection',
      (server: Server) => server.on('checkContinue', ({ socket }) => socket.destroy()),
      'ECONNRESET',
      3,
    ],
  ] as const)('is let go of each time when it %s unread', async ([, refusal, code, times]) => {
    const { counts, body } = source();
    const error = await sentTo(refusal, body);
    expect(String(error)).toBe(`BucketError: PutObject of "k" failed: ${code}`);
    expect(counts).toEqual({ opened: times, closed: times });
  });

  test('is let go of unread when it is there already', async () => {
    const { counts, body } = source();
    expect(await sentTo(answering(412, 'PreconditionFailed'), body)).toBe('exists');
    expect(counts).toEqual({ opened: 1, closed: 1 });
  });

  test('ends the sending with its own failure, and nothing else', async () => {
    const failure = new Error('the database is gone');
    const { counts, body } = source(number => {
      if (number > 4) throw failure;
      return PIECE;
    });
    expect(await sentTo(() => {}, body)).toBe(failure);
    expect(counts).toEqual({ opened: 1, closed: 1 });
  });
});
