import { type Operation } from './api.ts';
import { type Persona } from './persona.ts';
import { type Tokens } from './tokens.ts';

/** What GraphiQL takes for an operation that answers more than once. */
export interface Observable {
  subscribe(observer: Observer): { unsubscribe(): void };
}

export interface Observer {
  next(answer: unknown): void;
  error(cause: unknown): void;
  complete(): void;
}

/** Subscribes as a persona; an `Authorization` among the headers takes the place of the persona's token. */
export type Subscribe = (
  operation: Operation,
  persona: Persona,
  headers?: Readonly<Record<string, string>>,
) => Observable;

/** One connection for each subscription, to the `ws://…/graphql/realtime` of `endpoint`. */
export function subscribeWith(tokens: Tokens, endpoint: string): Subscribe {
  return (operation, persona, headers = {}) => ({
    subscribe(observer) {
      let socket: WebSocket | undefined;
      let over = false;
      const open = async (): Promise<void> => {
        const given = new Headers(headers).get('authorization');
        const token = given ?? (persona === 'anonymous' ? '' : await tokens.get(persona));
        if (over) return;
        socket = connect(
          endpoint,
          operation,
          { host: new URL(endpoint).host, Authorization: token },
          {
            ...observer,
            error(cause) {
              // Perhaps it expired, or the stack was reset: the next one is a new one.
              if (persona !== 'anonymous') tokens.forget(persona);
              observer.error(cause);
            },
          },
        );
      };
      open().catch((cause: unknown) => observer.error(cause));
      return {
        unsubscribe() {
          over = true;
          socket?.close();
        },
      };
    },
  });
}

const ID = '1';

interface Frame {
  readonly type?: string;
  readonly payload?: { readonly errors?: unknown };
}

function connect(
  endpoint: string,
  operation: Operation,
  authorization: object,
  observer: Observer,
): WebSocket {
  const { query, variables = null, operationName = null } = operation;
  const socket = new WebSocket(endpoint, ['graphql-ws', `header-${base64url(authorization)}`]);
  const send = (frame: object): void => socket.send(JSON.stringify(frame));
  let failed = false;
  const fail = (cause: unknown): void => {
    if (!failed) observer.error(cause);
    failed = true;
    socket.close();
  };
  socket.onopen = () => send({ type: 'connection_init' });
  socket.onclose = ({ wasClean }) => (wasClean ? observer.complete() : fail(LOST));
  socket.onmessage = ({ data }) => {
    const { type, payload } = JSON.parse(String(data)) as Frame;
    if (type === 'connection_ack') {
      const data = JSON.stringify({ query, variables, operationName });
      send({ id: ID, type: 'start', payload: { data, extensions: { authorization } } });
    } else if (type === 'data') {
      observer.next(payload);
    } else if (type === 'complete') {
      socket.close();
    } else if (type === 'error' || type === 'connection_error') {
      fail(payload?.errors ?? LOST);
    }
  };
  return socket;
}

const LOST = { message: 'The connection to the stack was lost.' };

/** A token has letters only that one byte holds. */
function base64url(header: object): string {
  return btoa(JSON.stringify(header)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
