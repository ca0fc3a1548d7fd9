import { type Persona } from './persona.ts';
import { type Tokens } from './tokens.ts';

/** What came back for one operation. */
export interface Answer {
  readonly status: number;
  /** The JSON body, or an object in the shape of an error answer when it was no JSON. */
  readonly body: unknown;
  /** From sending to the last byte. */
  readonly milliseconds: number;
  readonly bytes: number;
  /** The header `x-meetassist-trace`. */
  readonly trace: string | null;
  /** The header `x-amzn-requestid`. */
  readonly requestId: string | null;
}

export interface Operation {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null;
}

/** Asks the API as a persona; an `authorization` among the headers takes the place of the persona's token. */
export type Ask = (
  operation: Operation,
  persona: Persona,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** After a 401 the token is fetched anew and the operation sent once more: it expired, or the stack was reset. */
export function askWith(tokens: Tokens): Ask {
  return async (operation, persona, headers = {}) => {
    const given = new Headers(headers);
    if (persona === 'anonymous' || given.has('authorization')) return post(operation, given);
    const withToken = async (): Promise<Answer> => {
      given.set('authorization', await tokens.get(persona));
      return post(operation, given);
    };
    const first = await withToken();
    if (first.status !== 401) return first;
    tokens.forget(persona);
    return withToken();
  };
}

async function post(operation: Operation, headers: Headers): Promise<Answer> {
  headers.set('content-type', 'application/json');
  const started = performance.now();
  const response = await fetch('/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: parse(text, response.status),
    milliseconds: performance.now() - started,
    bytes: new TextEncoder().encode(text).length,
    trace: response.headers.get('x-meetassist-trace'),
    requestId: response.headers.get('x-amzn-requestid'),
  };
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {
      errors: [{ message: `The answer (HTTP ${status}) is no JSON: ${text.slice(0, 500)}` }],
    };
  }
}
