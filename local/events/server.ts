import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type EventRule, RULE_PREFIX } from '../../build/rules.ts';
import { readBody } from '../appsync/body.ts';
import { listen } from '../http-server.ts';
import { accessKeyOf, type LocalCredentials, verifySignature } from '../identity/sigv4.ts';
import { isRecord } from '../identity/sign-in/input.ts';
import { type Timers } from '../realtime/timers.ts';
import { type BusEvent } from './bus-event.ts';
import { EventsError } from './errors.ts';
import { createOperations } from './operations.ts';
import { startRule } from './rule.ts';
import { openRuleStates } from './rule-states.ts';

export interface LocalEventsOptions {
  /** Where it is kept which rules are on. */
  readonly directory: string;
  readonly rules: readonly EventRule[];
  /** What their whole names begin with. Default: as in the one production of an account. */
  readonly prefix?: string;
  /** The data bucket, of whose objects rules are told. */
  readonly bucket: string;
  readonly clock: () => Date;
  readonly timers: Timers;
  readonly credentials: LocalCredentials;
  /** Of others that may ask, told apart by their access keys. */
  readonly otherCredentials?: readonly LocalCredentials[];
  /** Hands an event to the rule's target. */
  readonly deliver: (rule: EventRule, event: BusEvent) => void;
}

/** EventBridge on this machine: its default bus, with rules that are given. */
export interface LocalEvents {
  /** `http://127.0.0.1:<port>`, for the SDK's `endpoint`. */
  readonly url: string;
  /** Brings an event to the bus. */
  put(event: BusEvent): void;
  /** To be called when the clock was set: what is due is delivered, once. */
  clockSet(): void;
  close(): Promise<void>;
}

const TARGET = 'AWSEvents.';

/** Starts the rules, and a server that the AWS SDK talks to, on a free port. Throws `CannotStart`. */
export async function openLocalEvents(options: LocalEventsOptions): Promise<LocalEvents> {
  const { directory, bucket, clock, timers, deliver, credentials } = options;
  const { prefix = RULE_PREFIX, otherCredentials = [] } = options;
  const states = openRuleStates(directory);
  const http = await listen(0);
  const rules = options.rules.map(definition =>
    startRule({ definition, prefix, bucket, states, clock, timers, deliver }),
  );
  const operate = createOperations(rules);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (!body.ok) {
      response.setHeader('connection', 'close');
      return send(response, body.status, refusal(body.error.errorType, body.error.message));
    }
    try {
      requireSignature(request, body.bytes);
      const target = String(request.headers['x-amz-target'] ?? '');
      const operation = target.startsWith(TARGET) ? target.slice(TARGET.length) : target;
      send(response, 200, operate(operation.slice(0, 100), inputOf(body.bytes)));
    } catch (cause) {
      if (!(cause instanceof EventsError)) throw cause;
      send(response, 400, refusal(cause.name, cause.message));
    }
  }

  function requireSignature(request: IncomingMessage, body: Buffer): void {
    const { method = '', url = '', headers, socket } = request;
    if (headers.authorization === undefined) {
      const message = 'Missing Authentication Token';
      throw new EventsError('MissingAuthenticationTokenException', message);
    }
    const signed = { method, url, headers, body, sourceIp: socket.remoteAddress ?? '' };
    const key = accessKeyOf(headers.authorization);
    const known = otherCredentials.find(({ accessKeyId }) => accessKeyId === key) ?? credentials;
    const checked = verifySignature(signed, known, clock(), 'events');
    if (!checked.ok) throw new EventsError(checked.errorType, checked.message);
  }

  http.serve((request, response) => {
    // By it clients correct the time with which they sign next.
    response.setHeader('date', clock().toUTCString());
    void handle(request, response).catch((cause: unknown) => {
      console.error('EventBridge failed:', cause);
      if (response.headersSent) response.destroy();
      else send(response, 500, refusal('InternalException', 'Failed.'));
    });
  });
  return {
    url: `http://127.0.0.1:${http.port}`,
    put(event) {
      for (const rule of rules) rule.hear(event);
    },
    clockSet() {
      for (const rule of rules) rule.clockSet();
    },
    async close() {
      for (const rule of rules) rule.close();
      await http.close();
    },
  };
}

function inputOf(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = JSON.parse(bytes.toString('utf8'));
    if (isRecord(input)) return input;
  } catch {
    // Said below.
  }
  throw new EventsError('SerializationException', 'The body is no JSON object.');
}

function refusal(name: string, message: string): object {
  return { __type: name, message };
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}
