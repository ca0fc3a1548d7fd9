import { inject } from 'vitest';
import { type Persona } from '../../../local/identity/personas.ts';
import { LOCAL_CREDENTIALS } from '../../../local/identity/sigv4.ts';
import { sendSigned } from './signed.ts';

/** The answer of the endpoint as it came over the wire. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A GraphQL answer, and what the trace says of how it came about. */
export interface ApiAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly errors: readonly AnswerError[];
  readonly trace: Trace;
  /** The body's text. */
  readonly text: string;
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | null;
  readonly errorType?: string | null;
  readonly errorInfo?: { readonly reason?: string; readonly [detail: string]: unknown } | null;
  readonly locations?: unknown;
  readonly data?: unknown;
}

/** Invocations of functions in the order in which they ended, with their statements. */
export interface Trace {
  readonly calls: readonly TracedCall[];
}

export interface TracedCall {
  /** `Type.field` */
  readonly field: string;
  /** How many fields it answered. */
  readonly fields: number;
  /** Names of its statements, in order. */
  readonly statements: readonly string[];
}

export interface AskOptions {
  /** An admin when left out; a machine signs. */
  readonly as?: Persona | 'machine';
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** A client of one stack. */
export interface ApiClient {
  /** A token of the local user pool; the same one each time. */
  token(persona: Persona): Promise<string>;
  /** Posts a body as it is. A `null` header is left out. */
  post(
    body: string | Uint8Array,
    headers?: Readonly<Record<string, string | null>>,
  ): Promise<HttpAnswer>;
  ask(query: string, options?: AskOptions): Promise<ApiAnswer>;
  /** The data of an answer without errors; throws what went wrong otherwise. */
  data<Data>(query: string, options?: AskOptions): Promise<Data>;
}

/** A client of the given stack; of the one that all tests share when there is none given. */
export function apiClient(url = inject('apiStack').url): ApiClient {
  return clientOf({
    token: persona => fetchToken(url, persona),
    send: init => fetch(`${url}graphql`, init).then(readAnswer),
    sendSigned: body => sendSigned(url, body, LOCAL_CREDENTIALS),
  });
}

/** How a client reaches its endpoint. */
interface Way {
  readonly token: (persona: Persona) => Promise<string>;
  readonly send: (init: RequestInit) => Promise<HttpAnswer>;
  /** Absent where nobody may sign. */
  readonly sendSigned?: (body: string) => Promise<HttpAnswer>;
}

export function clientOf(way: Way): ApiClient {
  const tokens = new Map<Persona, Promise<string>>();
  const self: ApiClient = {
    token(persona) {
      const known = tokens.get(persona) ?? way.token(persona);
      tokens.set(persona, known);
      return known;
    },
    async post(body, headers = {}) {
      const given: Record<string, string | null> = {
        'content-type': 'application/json',
        authorization: await self.token('admin'),
        ...headers,
      };
      const sent = Object.entries(given).filter((pair): pair is [string, string] => !!pair[1]);
      return way.send({ method: 'POST', headers: sent, body });
    },
    async ask(query, { as = 'admin', variables, operationName } = {}) {
      const body = JSON.stringify({ query, variables, operationName });
      if (as === 'machine') {
        if (!way.sendSigned) throw new Error('there is nothing to sign with');
        return answerOf(await way.sendSigned(body));
      }
      const authorization = await self.token(as);
      return answerOf(await self.post(body, { authorization }));
    },
    async data<Data>(query: string, options?: AskOptions) {
      const { data, errors } = await self.ask(query, options);
      if (errors.length > 0)
        throw new Error(`${query.slice(0, 500)}\n${JSON.stringify(errors.slice(0, 3), null, 2)}`);
      return data as Data;
    },
  };
  return self;
}

export async function readAnswer(response: Response): Promise<HttpAnswer> {
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Reads an answer of the endpoint; throws when it is no JSON object. */
export function answerOf({ status, headers, text }: HttpAnswer): ApiAnswer {
  const body = JSON.parse(text) as { data?: unknown; errors?: readonly AnswerError[] };
  const trace = traceOf(headers.get('x-meetassist-trace'));
  return { status, data: body.data, errors: body.errors ?? [], trace, text };
}

function traceOf(header: string | null): Trace {
  if (header === null) return { calls: [] };
  const { calls } = JSON.parse(header) as {
    calls: { field: string; n: number; sql: [string, number, number][] }[];
  };
  return {
    calls: calls.map(({ field, n, sql }) => ({
      field,
      fields: n,
      statements: sql.map(([name]) => name),
    })),
  };
}

async function fetchToken(url: string, persona: Persona): Promise<string> {
  const response = await fetch(`${url}local/token?persona=${persona}`);
  const { token } = (await response.json()) as { token: string };
  return token;
}
