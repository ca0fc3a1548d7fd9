import { type Caller, type ContractTarget } from '../support/target.ts';
import { nameOf } from './options.ts';

const LONGEST_MS = 40_000;

/**
 * Whether the endpoint answers at all, and knows whoever the tokens are of: a sentence that says what is in the way, or
 * null. What else is wrong with it is for the contract to say.
 */
export async function probe({ endpoint, tokens }: ContractTarget): Promise<string | null> {
  for (const [caller, token] of Object.entries(tokens) as [Caller, string][]) {
    const sentence = await probeAs(endpoint, caller, token);
    if (sentence !== null) return sentence;
  }
  return null;
}

async function probeAs(endpoint: string, caller: Caller, token: string): Promise<string | null> {
  let response;
  let text;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token },
      body: JSON.stringify({ query: '{ me { personas } }' }),
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    text = await response.text();
  } catch (cause) {
    return `${endpoint} does not answer: ${reasonOf(cause)}`;
  }
  const body = bodyOf(text);
  if (body === null) {
    return `${endpoint} answers HTTP ${response.status}, but not as a GraphQL API does.`;
  }
  if (response.status === 401) {
    const said = body.errors?.[0]?.message ?? 'HTTP 401';
    return `The token of ${nameOf(caller)} is refused: ${said}${expiry(token)}`;
  }
  const personas = body.data?.me?.personas;
  if (!Array.isArray(personas)) return null;
  // An administrator may do what the others may; of the others each must be that one alone.
  const wanted = caller === 'none' ? '' : caller.toUpperCase();
  const isRight = caller === 'admin' ? personas.includes(wanted) : personas.join() === wanted;
  if (isRight) return null;
  const is = personas.length === 0 ? 'in no group' : `in ${personas.join(', ').toLowerCase()}`;
  return `What was given as the token of ${nameOf(caller)} is of a user who is ${is}.`;
}

interface Body {
  readonly data?: { readonly me?: { readonly personas?: unknown } | null } | null;
  readonly errors?: readonly { readonly message?: string }[];
}

function bodyOf(text: string): Body | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : null;
  } catch {
    return null;
  }
}

/** A token's own word on when its time was over, if it was. */
function expiry(token: string): string {
  try {
    const [, payload = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: unknown };
    if (typeof claims.exp !== 'number' || claims.exp * 1000 > Date.now()) return '';
    return ` It was good until ${new Date(claims.exp * 1000).toISOString()}; sign in again.`;
  } catch {
    return '';
  }
}

function reasonOf(cause: unknown): string {
  const errors: unknown[] = [];
  for (let error = cause; error instanceof Error; error = error.cause) errors.push(error);
  const inmost = errors.at(-1);
  if (!(inmost instanceof Error)) return String(cause);
  if (inmost.name === 'TimeoutError') return `nothing came within ${LONGEST_MS / 1000} s.`;
  const { code = inmost.message } = inmost as NodeJS.ErrnoException;
  const hint = /CERT|SIGNATURE/.test(code)
    ? ' Its certificate is not trusted; NODE_EXTRA_CA_CERTS names a file with more authorities.'
    : '';
  return `${code}.${hint}`;
}
