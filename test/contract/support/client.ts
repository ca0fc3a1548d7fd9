import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { type ApiClient, clientOf, type HttpAnswer, readAnswer } from '../../support/api/client.ts';
import { type Caller, type ContractTarget } from './target.ts';

/** The service itself gives up after 30 s. */
const LONGEST_MS = 40_000;

/** The shared local stack, or what `npm run smoke` was given. */
export function target(): ContractTarget {
  return inject('contract');
}

/** A client of the target. Asked as somebody of whom no token was given, it throws. */
export function contractClient(): ApiClient {
  return clientOf({ token: async caller => tokenOf(caller), send });
}

/** Those of whom a token was given. */
export function callers(): readonly Caller[] {
  return Object.keys(target().tokens) as Caller[];
}

export function tokenOf(caller: Caller): string {
  const token = target().tokens[caller];
  if (token === undefined) throw new Error(`no token was given of: ${caller}`);
  return token;
}

/** The claims of a token, unverified. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, payload = ''] = token.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}

/** The name under which `me` knows whoever holds the token; an ID token has it under another claim. */
export function usernameOf(caller: Caller): unknown {
  const claims = claimsOf(tokenOf(caller));
  return claims['username'] ?? claims['cognito:username'];
}

let turn = 0;

/** Sends a request of any kind to the endpoint, when its turn has come. */
export async function send(init: RequestInit, search = ''): Promise<HttpAnswer> {
  const { endpoint, spacingMs } = target();
  const now = performance.now();
  turn = Math.max(now, turn + spacingMs);
  if (turn > now) await sleep(turn - now);
  const signal = AbortSignal.timeout(LONGEST_MS);
  const answer = await fetch(`${endpoint}${search}`, { ...init, signal }).then(readAnswer);
  if (isStopped(answer, init)) throw new FirewallStopped();
  return answer;
}

/** The request did not reach the API. */
class FirewallStopped extends Error {
  override readonly name = 'FirewallStopped';
  constructor() {
    super(
      'The firewall in front of the endpoint stopped this request. If it stops ordinary ones, ask more slowly (--rate) and wait five minutes before the next run.',
    );
  }
}

/** AppSync itself answers 403 to signatures only. */
function isStopped({ status, headers }: HttpAnswer, { headers: sent }: RequestInit): boolean {
  if (status !== 403) return false;
  const signed = new Headers(sent).get('authorization')?.startsWith('AWS4') ?? false;
  return !signed || /waf/i.test(headers.get('x-amzn-errortype') ?? '');
}
