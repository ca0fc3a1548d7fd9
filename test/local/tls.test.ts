import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Certificate, openCertificate } from '../../local/certificate.ts';
import { type HttpServer, listen } from '../../local/http-server.ts';
import { createRealtime, type Realtime } from '../../local/realtime/server.ts';
import { notesApi, authenticate, wrapped } from './realtime/support.ts';

let directory: string;
let certificate: Certificate;
let server: HttpServer;
let realtime: Realtime;
beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-tls-'));
  certificate = await openCertificate(directory);
  server = await listen(0, { tls: true });
  realtime = createRealtime({ api: await notesApi(), authenticate });
});
afterEach(async () => {
  realtime.close();
  await server.close();
  rmSync(directory, { recursive: true });
});

test('the certificate is kept, and its key is for its owner alone', async () => {
  expect(await openCertificate(directory)).toEqual(certificate);
  expect(statSync(path.join(directory, 'tls-key.pem')).mode & 0o777).toBe(0o600);
  expect(certificate.file).toBe(path.join(directory, 'tls-certificate.pem'));
  expect(readFileSync(certificate.file, 'utf8')).toBe(certificate.cert);
});

test.for(['localhost', '127.0.0.1'])('who trusts it talks https and wss to %s', async host => {
  server.present(certificate);
  server.serve((_, response) => void response.end('here'), realtime.upgrade);
  const ca = certificate.cert;
  const request = get({ host, port: server.port, ca, family: 4 });
  const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>];
  let text = '';
  for await (const chunk of response) text += chunk.toString();
  expect(text).toBe('here');

  const authorization = wrapped({ Authorization: 'admin' });
  const url = `wss://${host}:${server.port}/graphql/realtime`;
  const socket = new WebSocket(url, ['graphql-ws', authorization], { ca, family: 4 });
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  const [ack] = (await once(socket, 'message')) as [Buffer];
  expect(ack.toString()).toContain('connection_ack');
});

test('before there is a certificate, and without trust, nobody is answered', async () => {
  const failure = async (options: { ca?: string }): Promise<string> => {
    const request = get({ host: '127.0.0.1', port: server.port, ...options });
    const [cause] = (await once(request, 'error').catch((thrown: unknown) => [thrown])) as [
      NodeJS.ErrnoException,
    ];
    return cause.code ?? '';
  };
  expect(await failure({ ca: certificate.cert })).toMatch(/EPROTO|ECONNRESET/);
  server.present(certificate);
  expect(await failure({})).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
});
