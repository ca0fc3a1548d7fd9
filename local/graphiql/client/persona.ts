import { browser } from './browser.ts';
import { type Observed, observed } from './observed.ts';

/** Whom the page calls the API as. `anonymous` sends no token at all. */
export type Persona = 'admin' | 'scheduler' | 'analyst' | 'none' | 'anonymous';

export const personas: readonly { readonly persona: Persona; readonly label: string }[] = [
  { persona: 'admin', label: 'Admin' },
  { persona: 'scheduler', label: 'Scheduler' },
  { persona: 'analyst', label: 'Analyst' },
  { persona: 'none', label: 'Signed in, no group' },
  { persona: 'anonymous', label: 'No token' },
];

/** For programs that sign in; the page itself asks the stack for tokens. */
export const signInHint =
  'Programs sign in to the user pool as admin, scheduler, analyst or newcomer, with the password MeetAssist-local-1';

const storageKey = 'meetassist:persona';

/** The persona of this page, remembered by the browser; `admin` the first time. */
export function rememberedPersona(): Observed<Persona> {
  const { localStorage } = browser();
  const stored = localStorage.getItem(storageKey);
  const current = observed<Persona>(
    personas.find(({ persona }) => persona === stored)?.persona ?? 'admin',
  );
  current.subscribe(() => localStorage.setItem(storageKey, current.get()));
  return current;
}
