import { createHash } from 'node:crypto';

/** The users of the local user pool: one for each group, and one in none. */
export const PERSONAS = ['admin', 'scheduler', 'analyst', 'none'] as const;

/** With which each of them signs in. No secret: the stack answers this machine only. */
export const LOCAL_PASSWORD = 'MeetAssist-local-1';

export type Persona = (typeof PERSONAS)[number];

export interface User {
  readonly username: string;
  /** The same on every machine and after every reset. */
  readonly sub: string;
  readonly groups: readonly string[];
}

export function isPersona(text: string): text is Persona {
  return PERSONAS.some(persona => persona === text);
}

/** The user of that name, in lower case. */
export function findUser(username: string): User | undefined {
  return PERSONAS.map(userOf).find(user => user.username === username);
}

export function userOf(persona: Persona): User {
  return {
    username: persona === 'none' ? 'newcomer' : persona,
    sub: uuidFrom(`meetassist/${persona}`),
    groups: persona === 'none' ? [] : [persona],
  };
}

function uuidFrom(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
    hash.slice(20, 32),
  ].join('-');
}
