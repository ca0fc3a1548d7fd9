import { type Persona } from './persona.ts';

type Identified = Exclude<Persona, 'anonymous'>;

/** Tokens of the local user pool, one for each persona, fetched when first needed. */
export interface Tokens {
  /** Rejects with a sentence when the stack hands out none. */
  get(persona: Identified): Promise<string>;
  /** The next `get` fetches a new one: after the API refused this one, because it expired or the stack was reset. */
  forget(persona: Identified): void;
}

export function tokens(): Tokens {
  const kept = new Map<Identified, Promise<string>>();
  return {
    get(persona) {
      const token = kept.get(persona) ?? fetchToken(persona);
      kept.set(persona, token);
      token.catch(() => kept.delete(persona));
      return token;
    },
    forget(persona) {
      kept.delete(persona);
    },
  };
}

async function fetchToken(persona: Identified): Promise<string> {
  const response = await fetch(`/local/token?persona=${persona}`);
  const body: unknown = response.ok ? await response.json() : undefined;
  if (typeof body === 'object' && body !== null && 'token' in body) {
    if (typeof body.token === 'string') return body.token;
  }
  throw new Error(
    `The local stack gave no token for ${persona}: GET /local/token answered ${response.status}.`,
  );
}
